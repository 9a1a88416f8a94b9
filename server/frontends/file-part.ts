/**
 * Parts of files that are no text, such as a model's weights. A front end asks for one as for any other file, by a URI
 * with the bytes behind it, so that it is loaded, remembered and waited for in the same way.
 */
export interface FilePart {
  readonly uri: string;
  /** First byte and the one behind the last, in order. None asks for the size alone. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

export interface PartContent {
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** The ranges one behind the other, in hexadecimal. */
  readonly hex: string;
}

/** `file:///group1-shard1of1.bin#bytes=0-4,120-136` */
export function partUri({ uri, ranges }: FilePart): string {
  return `${uri}${marker}${ranges.map(([start, end]) => `${start}-${end}`).join(',')}`;
}

/** Null for the URI of a whole file. */
export function parsePartUri(uri: string): FilePart | null {
  const at = uri.lastIndexOf(marker);
  if (at < 0) return null;
  const listed = uri.slice(at + marker.length);
  const ranges = listed === '' ? [] : listed.split(',').map((range) => range.split('-').map(Number));
  return { uri: uri.slice(0, at), ranges: ranges.map(([start = 0, end = 0]) => [start, end] as const) };
}

/** A part as the text that `FileHost.read` answers with. */
export function printPart({ size, hex }: PartContent): string {
  return `${size} ${hex}`;
}

/** Null for a text that is no part, as from a host that knows none. */
export function parsePart(text: string): PartContent | null {
  const [, size, hex] = /^(\d+) ((?:[0-9a-f]{2})*)$/.exec(text) ?? [];
  return size === undefined || hex === undefined ? null : { size: Number(size), hex };
}

/** The bytes of a part. */
export function bytesOfPart({ hex }: PartContent): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

const marker = '#bytes=';
