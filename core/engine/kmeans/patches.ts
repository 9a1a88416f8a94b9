import type { Random } from '../random.ts';
import { gather } from '../reference/conv.ts';
import type { Axes } from '../reference/geometry.ts';
import type { Tensor } from '../tensor.ts';

/** Rows of equal length: what a kernel sees at some positions, in the order of the kernel's own elements. */
export type Patches = readonly Float64Array[];

/**
 * Up to `count` different patches of neighbouring channels. Windows that hang over the border are left out where there
 * are others, since the padding is no part of the picture.
 */
export function samplePatches(
  input: Tensor,
  axes: Axes,
  [first, channels]: readonly [first: number, count: number],
  count: number,
  random: Random,
): Patches {
  const windows = { input, axes, first, count: channels };
  const length = axes.reduce((product, { kernel }) => product * kernel, channels);
  return choose(positionsOf(axes, input.shape[0]), count, random).map((position) => {
    const patch = new Float64Array(length);
    gather(windows, position, patch);
    return patch;
  });
}

/** Positions whose windows lie inside the input; all of them where there are none. */
function positionsOf(axes: Axes, images: number): readonly number[] {
  const [depth, height, width] = axes;
  const total = images * depth.output * height.output * width.output;
  const everywhere = Array.from({ length: total }, (_, position) => position);
  const inside = everywhere.filter((position) => {
    const column = position % width.output;
    const row = Math.floor(position / width.output) % height.output;
    const slice = Math.floor(position / (width.output * height.output)) % depth.output;
    return [slice, row, column].every((at, axis) => {
      const { input, kernel, stride, dilation, before } = axes[axis];
      const start = at * stride - before;
      return start >= 0 && start + dilation * (kernel - 1) < input;
    });
  });
  return inside.length > 0 ? inside : everywhere;
}

/** Fisher and Yates's shuffle, stopped when enough are drawn. */
function choose(positions: readonly number[], count: number, random: Random): readonly number[] {
  const left = [...positions];
  const chosen = Math.min(count, left.length);
  for (let i = 0; i < chosen; i++) {
    const other = i + Math.floor(random.uniform() * (left.length - i));
    [left[i], left[other]] = [left[other], left[i]];
  }
  return left.slice(0, chosen);
}
