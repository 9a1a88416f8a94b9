import type { Dimension } from '../../vocabulary/dimension.ts';
import { axisPaddings, transposedWindowAxis, windowAxis } from '../../vocabulary/window.ts';
import type { Step } from '../program.ts';
import { numbers } from './kernel.ts';

/** A window along one spatial axis, every number known. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first element. What lies after the last one follows from the output's size. */
  readonly before: number;
  /** Padding after the last element, for means that count the padding: they stop at its end. */
  readonly after?: number;
}

/** Depth, height, width. Operators of fewer dimensions have leading axes of size one. */
export type Axes = readonly [Axis, Axis, Axis];

const single: Axis = { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };

/** Axes of a gathering window (convolution, pooling) over a channels-last input. */
export function gatherAxes(step: Step, kernelName: 'kernelSize' | 'poolSize', rank: number): Axes {
  const kernel = numbers(step, kernelName, rank, kernelName === 'poolSize' ? 2 : undefined);
  const strides =
    kernelName === 'poolSize' && step.attributes.strides == null ? kernel : numbers(step, 'strides', rank, 1);
  const dilation = numbers(step, 'dilationRate', rank, 1);
  const paddings = axisPaddings(step.attributes.padding ?? 'valid', rank);
  return spatial(
    kernel.map((size, axis) => {
      const input = step.inputShapes[0][axis + 1];
      const window = { input, kernel: size, stride: strides[axis], dilation: dilation[axis] };
      const ceil = step.attributes.ceilMode === true;
      const { padBegin, padEnd } = windowAxis({ ...window, padding: paddings[axis], ceil });
      const output = step.outputShapes[0][axis + 1];
      const before = rank === 3 && paddings[axis] === 'same' ? volumeSame(input, output, window) : known(padBegin);
      return { ...window, output, before, after: known(padEnd) };
    }),
  );
}

/**
 * Axes of a scattering window (transposed convolution): element i of the input lands on
 * i·stride − before + j·dilation.
 */
export function scatterAxes(step: Step, rank: number): Axes {
  const kernel = numbers(step, 'kernelSize', rank);
  const strides = numbers(step, 'strides', rank, 1);
  const dilation = numbers(step, 'dilationRate', rank, 1);
  const paddings = axisPaddings(step.attributes.padding ?? 'valid', rank);
  const added = step.attributes.outputPadding == null ? null : numbers(step, 'outputPadding', rank);
  return spatial(
    kernel.map((size, axis) => {
      const input = step.inputShapes[0][axis + 1];
      const window = { input, kernel: size, stride: strides[axis], dilation: dilation[axis] };
      const { padBegin } = transposedWindowAxis({
        ...window,
        padding: paddings[axis],
        ...(added === null ? {} : { outputPadding: added[axis] }),
      });
      const output = step.outputShapes[0][axis + 1];
      const before =
        rank === 3 && paddings[axis] === 'same' && added === null ? volumeSame(output, input, window) : known(padBegin);
      return { ...window, output, before };
    }),
  );
}

/**
 * Axes of the pooling that an unpooling undoes, seen from the large map: `input` is the unpooling's output.
 */
export function unpoolingAxes(step: Step): Axes {
  const kernel = numbers(step, 'poolSize', 2, 2);
  const strides = step.attributes.strides == null ? kernel : numbers(step, 'strides', 2);
  const paddings = axisPaddings(step.attributes.padding ?? 'valid', 2);
  return spatial(
    kernel.map((size, axis) => {
      const window = { input: step.outputShapes[0][axis + 1], kernel: size, stride: strides[axis], dilation: 1 };
      const { padBegin } = windowAxis({ ...window, padding: paddings[axis] });
      return { ...window, output: step.inputShapes[0][axis + 1], before: known(padBegin) };
    }),
  );
}

/** Puts leading axes of size one in front. */
export function spatial(axes: readonly Axis[]): Axes {
  return [axes[axes.length - 3] ?? single, axes[axes.length - 2] ?? single, axes[axes.length - 1] ?? single];
}

/** First kernel element that falls inside the input when the window starts at `start`. */
export function firstInside(start: number, dilation: number): number {
  return start < 0 ? Math.ceil(-start / dilation) : 0;
}

/** One past the last kernel element that falls inside. */
export function pastInside(start: number, axis: Axis): number {
  const last = Math.floor((axis.input - 1 - start) / axis.dilation);
  return last + 1 < axis.kernel ? Math.max(last + 1, 0) : axis.kernel;
}

/** Visits every pair of an output position and an input pixel under its window, with the kernel tap between them. */
export function eachTap(
  [depth, height, width]: Axes,
  images: number,
  visit: (pixel: number, position: number, tap: number) => void,
): void {
  let position = 0;
  for (let image = 0; image < images; image++) {
    for (let oz = 0; oz < depth.output; oz++) {
      const z0 = oz * depth.stride - depth.before;
      for (let oy = 0; oy < height.output; oy++) {
        const y0 = oy * height.stride - height.before;
        for (let ox = 0; ox < width.output; ox++, position++) {
          const x0 = ox * width.stride - width.before;
          for (let kz = firstInside(z0, depth.dilation); kz < pastInside(z0, depth); kz++) {
            const plane = image * depth.input + z0 + kz * depth.dilation;
            for (let ky = firstInside(y0, height.dilation); ky < pastInside(y0, height); ky++) {
              const line = (plane * height.input + y0 + ky * height.dilation) * width.input;
              const row = (kz * height.kernel + ky) * width.kernel;
              for (let kx = firstInside(x0, width.dilation); kx < pastInside(x0, width); kx++) {
                visit(line + x0 + kx * width.dilation, position, row + kx);
              }
            }
          }
        }
      }
    }
  }
}

/**
 * TF.js pads volumes with half of (o − 1)·s + K − n even where that is negative, which it is when the stride is larger
 * than the kernel: the window then starts inside the volume. In one and two dimensions it stops at zero.
 */
function volumeSame(
  large: number,
  small: number,
  { kernel, stride, dilation }: Omit<Axis, 'output' | 'before'>,
): number {
  return Math.floor(((small - 1) * stride + dilation * (kernel - 1) + 1 - large) / 2);
}

/** Programs hold no unknown sizes, so padding derived from them is a number. */
function known(value: Dimension): number {
  if (typeof value !== 'number') throw new TypeError('padding that is not known cannot be computed with');
  return value;
}
