/**
 * How a tensor lies in a GPU buffer: `[batch][channels / 4][pixels]` of vec4, where channels are the last axis, pixels
 * all axes between it and the batch, and missing channels are zero. Neighbouring pixels coalesce, a concatenation on a
 * multiple of 4 is an offset, and an odd number of channels needs no slow path.
 */
export interface Layout {
  readonly batch: number;
  readonly pixels: number;
  readonly channels: number;
  /** ⌈channels / 4⌉ */
  readonly blocks: number;
  /** Number of vec4. */
  readonly vectors: number;
}

/** A tensor on the device. */
export interface DeviceTensor {
  readonly buffer: number;
  readonly shape: readonly number[];
  readonly layout: Layout;
}

export function layoutOf(shape: readonly number[]): Layout {
  const batch = shape[0] ?? 1;
  const channels = shape.length > 1 ? shape[shape.length - 1] : 1;
  const pixels = product(shape.slice(1, -1));
  const blocks = Math.ceil(channels / 4);
  return { batch, pixels, channels, blocks, vectors: batch * blocks * pixels };
}

/** Row-major values in the order of a buffer, missing channels zero. */
export function packBlocks(
  { batch, pixels, channels, blocks, vectors }: Layout,
  values: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(vectors * 4);
  for (let p = 0; p < batch * pixels; p++) {
    const base = Math.floor(p / pixels) * blocks * pixels + (p % pixels);
    for (let c = 0; c < channels; c++) {
      packed[(base + Math.floor(c / 4) * pixels) * 4 + (c % 4)] = values[p * channels + c];
    }
  }
  return packed;
}

/** True when the buffers of both shapes hold the same bytes, so that one can stand for the other. */
export function sameBytes(a: Layout, b: Layout): boolean {
  if (a.batch === b.batch && a.pixels === b.pixels && a.channels === b.channels) return true;
  const whole = (layout: Layout) => layout.channels % 4 === 0 && (layout.pixels === 1 || layout.blocks === 1);
  return whole(a) && whole(b) && a.vectors === b.vectors && a.batch === b.batch;
}

/** How many lanes of the last block are channels. The others are zero in every buffer, which every store keeps so. */
export function lanesInLastBlock(channels: number): number {
  return channels % 4 === 0 ? 4 : channels % 4;
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
