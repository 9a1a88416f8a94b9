import type { AttributeValue } from '../../vocabulary/operator.ts';
import type { Tensor } from '../tensor.ts';
import { emptyTensor, isList, type Kernel, numberList } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Zeros around the spatial axes. */
export function zeroPadding(rank: 1 | 2 | 3): Kernel {
  return channelsLast((step, [input]) => {
    const sides = sidesOf(step.attributes.padding ?? 1, rank);
    const output = emptyTensor(step.outputShapes[0]);
    shift(
      input,
      output,
      sides.map(([before]) => before),
    );
    return [output];
  });
}

/** Removes elements from both ends of the spatial axes. */
export function cropping(rank: 1 | 2 | 3): Kernel {
  return channelsLast((step, [input]) => {
    const sides = sidesOf(step.attributes.cropping ?? 0, rank);
    const output = emptyTensor(step.outputShapes[0]);
    shift(
      input,
      output,
      sides.map(([before]) => -before),
    );
    return [output];
  });
}

/** Copies what both tensors share when the input's first spatial element lies at `offsets` of the output. */
export function shift(input: Tensor, output: Tensor, offsets: readonly number[]): void {
  const rank = offsets.length;
  const channels = input.shape[rank + 1];
  const from = [...offsets.map((offset, axis) => ({ offset, in: input.shape[axis + 1], out: output.shape[axis + 1] }))];
  while (from.length < 3) from.unshift({ offset: 0, in: 1, out: 1 });
  const [z, y, x] = from.map(({ offset, in: size, out }) => ({
    offset,
    size,
    out,
    first: Math.max(0, -offset),
    past: Math.min(size, out - offset),
  }));
  if (x.past <= x.first) return;
  for (let image = 0; image < input.shape[0]; image++) {
    for (let iz = z.first; iz < z.past; iz++) {
      for (let iy = y.first; iy < y.past; iy++) {
        const source = (((image * z.size + iz) * y.size + iy) * x.size + x.first) * channels;
        const target = ((image * z.out + iz + z.offset) * y.out + iy + y.offset) * x.out + x.first + x.offset;
        const run = (x.past - x.first) * channels;
        output.data.set(input.data.subarray(source, source + run), target * channels);
      }
    }
  }
}

/** One number for all, one per axis, or a pair per axis; in one dimension a bare pair is [before, after]. */
function sidesOf(value: AttributeValue, rank: number): readonly (readonly [number, number])[] {
  if (typeof value === 'number') return new Array<readonly [number, number]>(rank).fill([value, value]);
  const flat = numberList(value);
  if (rank === 1 && flat?.length === 2) return [[flat[0], flat[1]]];
  if (!isList(value) || value.length !== rank) throw new TypeError(`padding needs ${rank} numbers or pairs`);
  return value.map((axis) => {
    if (typeof axis === 'number') return [axis, axis];
    const pair = numberList(axis);
    if (pair?.length !== 2) throw new TypeError('padding needs a number or a pair for each axis');
    return [pair[0], pair[1]];
  });
}
