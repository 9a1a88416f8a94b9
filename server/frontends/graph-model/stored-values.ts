import { halfToNumber } from '../../../core/graph/half-precision.ts';
import type { StoredWeight, WeightsGroup, WeightsManifest } from '../../../core/graph/node.ts';
import { bytesOfPart, parsePart, partUri } from '../file-part.ts';
import type { FileHost } from '../frontend.ts';
import type { ReadValues } from './constants.ts';
import { mostValues } from './tensor.ts';

/**
 * Reads the few numbers in the weights' files that shapes depend on: whole numbers such as axes, borders and sizes, and
 * single real ones. Kernels are left where they are. What can't be read stays unknown; what is not loaded yet is listed.
 */
export function readStoredValues(
  manifest: WeightsManifest | null,
  host: FileHost,
): {
  readonly values: ReadValues;
  readonly missing: readonly string[];
  /** Paths of the manifest that lead to no file. */
  readonly absent: ReadonlySet<string>;
} {
  const values = new Map<string, readonly number[]>();
  const files = new Files(manifest?.base ?? '', host);
  for (const group of manifest?.groups ?? []) {
    const wanted = wantedOf(group);
    files.look(group.paths);
    if (wanted.length === 0 || wanted.length > mostWanted) continue;
    const bytes = files.bytes(
      group.paths,
      wanted.map(({ start, end }) => [start, end]),
    );
    if (bytes === null) continue;
    for (const [index, { weight }] of wanted.entries()) {
      const own = bytes[index];
      const read = own && decode(weight, own);
      if (read) values.set(weight.name, read);
    }
  }
  return { values: (name) => values.get(name) ?? null, missing: files.missing, absent: files.absent };
}

/** Graphs have hundreds of such constants. A manifest with more is none that a program has written. */
const mostWanted = 4096;

interface Wanted {
  readonly weight: StoredWeight;
  readonly start: number;
  readonly end: number;
}

/** The constants to read, and where they lie in the group's files put together. */
function wantedOf({ weights }: WeightsGroup): readonly Wanted[] {
  const wanted: Wanted[] = [];
  let start = 0;
  for (const weight of weights) {
    const width = widths[weight.quantization?.dtype ?? weight.dtype];
    // Texts have no fixed length, so that the start of the next constant is unknown.
    if (width === undefined) return wanted;
    const count = weight.shape.reduce((product, size) => product * size, 1);
    const end = start + count * width;
    if (!Number.isSafeInteger(end)) return wanted;
    const isWhole = weight.dtype === 'int32' || weight.dtype === 'bool';
    if (count > 0 && count <= (isWhole ? mostValues : 1)) wanted.push({ weight, start, end });
    start = end;
  }
  return wanted;
}

/** Bytes of an element. */
const widths: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex64: 8,
};

function decode({ dtype, shape, quantization }: StoredWeight, bytes: Uint8Array): readonly number[] | null {
  const stored = quantization?.dtype ?? dtype;
  const width = widths[stored] ?? 0;
  const count = shape.reduce((product, size) => product * size, 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[stored];
  if (read === undefined || bytes.length !== count * width) return null;
  const { scale = 1, min = 0 } = quantization ?? {};
  return Array.from({ length: count }, (_, at) => {
    const value = read(view, at * width) * scale + min;
    return dtype === 'int32' ? Math.round(value) : value;
  });
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float16: (view, at) => halfToNumber(view.getUint16(at, true)),
  int32: (view, at) => view.getInt32(at, true),
  uint16: (view, at) => view.getUint16(at, true),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
};

type Range = readonly [start: number, end: number];

/** The files of a manifest as runs of bytes. */
class Files {
  readonly missing: string[] = [];
  readonly absent = new Set<string>();
  readonly #base: string;
  readonly #host: FileHost;

  constructor(base: string, host: FileHost) {
    this.#base = base.slice(0, base.lastIndexOf('/') + 1);
    this.#host = host;
  }

  /** Whether the first of these files, without which none of the others helps, is there. */
  look([first]: readonly string[]): void {
    if (first !== undefined && isBeside(first)) this.#content(first, []);
  }

  /** What lies at the ranges of the files put together; null while, or where, that can't be read. */
  bytes(paths: readonly string[], ranges: readonly Range[]): readonly Uint8Array[] | null {
    const starts = this.#starts(paths);
    if (starts === null) return null;
    const parts = paths.map((path, index) => {
      const [first, last] = [starts[index]!, starts[index + 1] ?? Number.POSITIVE_INFINITY];
      const own = ranges.flatMap(([start, end]): Range[] => {
        const [from, to] = [Math.max(start, first), Math.min(end, last)];
        return from < to ? [[from - first, to - first]] : [];
      });
      return own.length === 0 ? new Uint8Array() : this.#read(path, own);
    });
    const read = parts.filter((part) => part !== null);
    if (read.length < parts.length) return null;
    // The ranges lie in order, so what was read of all files is they, one behind the other.
    const all = new Uint8Array(read.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of read) {
      all.set(part, at);
      at += part.length;
    }
    at = 0;
    return ranges.map(([start, end]) => {
      at += end - start;
      return all.subarray(at - (end - start), at);
    });
  }

  /** Where each file begins in the whole. The last one's size is not needed. */
  #starts(paths: readonly string[]): readonly number[] | null {
    if (!paths.every(isBeside)) return null;
    const starts = [0];
    let isComplete = true;
    for (const path of paths.slice(0, -1)) {
      const size = this.#content(path, [])?.size;
      if (size === undefined) isComplete = false;
      starts.push(starts.at(-1)! + (size ?? 0));
    }
    return isComplete ? starts : null;
  }

  #read(path: string, ranges: readonly Range[]): Uint8Array | null {
    const content = this.#content(path, ranges);
    const bytes = content && bytesOfPart(content);
    const expected = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    return bytes?.length === expected ? bytes : null;
  }

  #content(path: string, ranges: readonly Range[]): ReturnType<typeof parsePart> {
    const uri = partUri({ uri: this.#uri(path), ranges });
    const text = this.#host.read(uri);
    if (text === 'pending') this.missing.push(uri);
    if (text === null) this.absent.add(path);
    return text === null || text === 'pending' ? null : parsePart(text);
  }

  #uri(path: string): string {
    return this.#base + path.split('/').map(encodeURIComponent).join('/');
  }
}

/** Weights lie in the model's folder or below it; nothing else is read for them. */
function isBeside(path: string): boolean {
  return path !== '' && !path.split(/[/\\]/).some((part) => part === '' || part === '..') && !path.includes(':');
}
