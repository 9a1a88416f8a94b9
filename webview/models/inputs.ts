import * as l10n from '@vscode/l10n';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { type Dimension, isKnown, substitute } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';

/** The input's values: 0 … 1 as photographs are stored, or −1 … 1 as MobileNet and Inception want them. */
export type ValueRange = '0..1' | '-1..1';

/** A size that the code leaves open and the reader chooses. */
export interface OpenSize {
  readonly name: string;
  readonly size: number;
}

const imageSide = 224;

/** The open sizes of a model's inputs with their values: chosen ones, else 224 for image axes and 16 for others. */
export function openSizes(analysis: GraphAnalysis, chosen: Readonly<Record<string, number>>): readonly OpenSize[] {
  const found = new Map<string, number>();
  inputShapes(analysis).forEach((shape, input) => {
    shape.forEach((size, axis) => {
      if (axis === 0 || isKnown(size)) return;
      const fallback = shape.length === 4 && axis < 3 ? imageSide : 16;
      for (const name of namesOf(size, input, axis)) found.set(name, chosen[name] ?? found.get(name) ?? fallback);
    });
  });
  return [...found].map(([name, size]) => ({ name, size }));
}

/** Shapes to run with, batch 1. */
export function concreteInputShapes(
  analysis: GraphAnalysis,
  open: readonly OpenSize[],
): readonly (readonly number[])[] {
  const bindings = Object.fromEntries(open.map(({ name, size }) => [name, size]));
  return inputShapes(analysis).map((shape, input) =>
    shape.map((size, axis) => {
      if (axis === 0) return 1;
      const bound = size === null ? (bindings[anonymous(input, axis)] ?? null) : substitute(size, bindings);
      return isKnown(bound) ? bound : 1;
    }),
  );
}

function inputShapes(analysis: GraphAnalysis): readonly Shape[] {
  return analysis.graph.inputs.map((ref) => analysis.nodes[ref.node]?.outputs[ref.output] ?? []);
}

function namesOf(size: Dimension, input: number, axis: number): readonly string[] {
  if (size === null) return [anonymous(input, axis)];
  if (isKnown(size)) return [];
  return size.terms.flatMap((term) => term.factors.flatMap((factor) => (factor.kind === 'name' ? [factor.name] : [])));
}

function anonymous(input: number, axis: number): string {
  return l10n.t('input {0} axis {1}', input + 1, axis);
}

/** Whether an image can be put in: (1,H,W,C) with one, three or four channels. */
export function takesImage(shape: readonly number[]): boolean {
  return shape.length === 4 && [1, 3, 4].includes(shape[3] ?? 0);
}

/** RGBA bytes of exactly H×W pixels as a tensor (1,H,W,C). One channel is luminance (ITU-R BT.601, as `tf.image` has it). */
export function imageTensor(rgba: Uint8ClampedArray, shape: readonly number[], range: ValueRange): Tensor {
  const channels = shape[3] ?? 1;
  const pixels = (shape[1] ?? 0) * (shape[2] ?? 0);
  const data = new Float32Array(pixels * channels);
  const [factor, offset] = range === '0..1' ? [1 / 255, 0] : [2 / 255, -1];
  for (let i = 0; i < pixels; i++) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = rgba.subarray(i * 4, i * 4 + 4);
    const values = channels === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : [red, green, blue, alpha];
    for (let c = 0; c < channels; c++) data[i * channels + c] = (values[c] ?? 0) * factor + offset;
  }
  return { shape, data };
}

/** Uniform noise in the range, the same for the same seed. Mulberry32 by Tommy Ettinger (public domain). */
export function noiseTensor(shape: readonly number[], range: ValueRange, seed: number): Tensor {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = seed >>> 0;
  for (let i = 0; i < data.length; i++) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const uniform = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    data[i] = range === '0..1' ? uniform : uniform * 2 - 1;
  }
  return { shape, data };
}

/** An image tensor back as RGBA bytes, for the input's thumbnail. */
export function tensorPixels(tensor: Tensor, range: ValueRange): Uint8ClampedArray {
  const channels = tensor.shape[3] ?? 1;
  const pixels = (tensor.shape[1] ?? 0) * (tensor.shape[2] ?? 0);
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) {
      const value = tensor.data[i * channels + (channels >= 3 ? c : 0)] ?? 0;
      rgba[i * 4 + c] = range === '0..1' ? value * 255 : (value + 1) * 127.5;
    }
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}
