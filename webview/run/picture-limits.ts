import * as l10n from '@vscode/l10n';
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
  return l10n.t(
    '“{0}” has {1}×{2} pixels. Pictures of 1 to {3} million pixels, and no side above {4}, are opened.',
    name,
    width,
    height,
    mostPixels / 1e6,
    longestSide.toLocaleString('en-US'),
  );
}

export function notAnImage(name: string): string {
  return l10n.t('“{0}” is not an image that can be opened here.', name);
}

function sizeOf(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  try {
    // The library reads on behind the end of a part of a buffer: a file of six bytes would get its size from there.
    return imageSize(bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes));
  } catch {
    return null;
  }
}
