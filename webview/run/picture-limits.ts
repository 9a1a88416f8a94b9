import { imageSize } from 'image-size';

/** Bytes of a picture file that are looked at: cameras write less than half of that. */
export const largestPictureFile = 64 * 2 ** 20;
/** Pixels that are decoded, at four bytes each. */
const mostPixels = 64e6;
/** Browsers' own limit for a side. */
const longestSide = 16_384;

/**
 * Why a picture is not decoded, null when it is: a file of a few kilobytes may unfold into gigabytes of pixels, so that
 * its header is asked first.
 */
export function pictureProblem(name: string, bytes: Uint8Array): string | null {
  const size = sizeOf(bytes);
  if (!size) return notAnImage(name);
  const { width, height } = size;
  if (width > 0 && height > 0 && width * height <= mostPixels && Math.max(width, height) <= longestSide) return null;
  return `“${name}” has ${width}×${height} pixels. Pictures of 1 to ${mostPixels / 1e6} million pixels, and no side above ${longestSide.toLocaleString('en-US')}, are opened.`;
}

export function notAnImage(name: string): string {
  return `“${name}” is not an image that can be opened here.`;
}

function sizeOf(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  try {
    return imageSize(bytes);
  } catch {
    return null;
  }
}
