import { type Dimension, isKnown } from '../../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Value } from '../../values/values.ts';
import type { Operation, Operations } from './outcome.ts';
import { unknownOutcome } from './outcome.ts';
import { differ, shapeOfOperand, sizesOf } from './shapes.ts';

/** `conv2d(x, filter, strides, pad)`, of pictures with their channels last. */
function convolution(operation: string, channelsOf: (filter: Shape) => Dimension): Operation {
  return ([pictures, filter, strides, pad, dataFormat = 'NHWC', dilations = 1], run) => {
    const [shape, kernel] = [shapeOfOperand(pictures, run), shapeOfOperand(filter, run)];
    if (!shape || kernel?.length !== 4 || (shape.length !== 3 && shape.length !== 4)) return unknownOutcome;
    if (dataFormat !== 'NHWC') return unknownOutcome;
    if (differ(shape.at(-1) ?? null, kernel[2] ?? null)) {
      return { fault: { kind: 'operands', operation, shapes: [shape, kernel] }, at: 1 };
    }
    const isPlain = dilations === 1;
    const sizes = slid(shape, isPlain ? kernel.slice(0, 2) : [null, null], strides, pad);
    return { shape: [...shape.slice(0, -3), ...sizes, channelsOf(kernel)] };
  };
}

/** `maxPool(x, filterSize, strides, pad)`. */
const pool: Operation = ([pictures, size, strides, pad], run) => {
  const shape = shapeOfOperand(pictures, run);
  if (!shape || (shape.length !== 3 && shape.length !== 4)) return unknownOutcome;
  return { shape: [...shape.slice(0, -3), ...slid(shape, pair(size), strides, pad), shape.at(-1) ?? null] };
};

/** Height and width of what a window gives that slides over pictures; unknown unless it is padded by a word. */
function slid(shape: Shape, window: Shape, strides: Value, pad: Value): Shape {
  const steps = pair(strides);
  return [-3, -2].map((axis, at) => {
    const [size = null, extent = null, step = null] = [shape.at(axis), window[at], steps[at]];
    if (!isKnown(size) || !isKnown(step) || step < 1) return null;
    if (pad === 'same') return Math.ceil(size / step);
    return pad === 'valid' && isKnown(extent) && extent <= size ? Math.floor((size - extent) / step) + 1 : null;
  });
}

/** One size for both axes, or a list of two. */
function pair(value: Value): Shape {
  if (typeof value === 'number') return [value, value];
  const sizes = sizesOf(value);
  return sizes?.length === 2 ? sizes : [null, null];
}

export const windows: Operations = {
  conv2d: convolution('conv2d', (filter) => filter[3] ?? null),
  depthwiseConv2d: convolution('depthwiseConv2d', ([, , channels = null, times = null]) =>
    isKnown(channels) && isKnown(times) ? channels * times : null,
  ),
  maxPool: pool,
  avgPool: pool,
};
