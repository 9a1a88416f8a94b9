import type { Layout } from '../layout.ts';
import type { Dispatch, PackedWeights } from '../shader.ts';
import { lanesKernel } from './convolution-lanes.ts';
import { registerKernel } from './convolution-register.ts';
import { tiledCost, tiledKernel } from './convolution-tiled.ts';
import type { Window } from './window.ts';

/** Everything that a convolution kernel is made from, whatever layer it stands for. */
export interface Convolution {
  readonly label: string;
  readonly input: { readonly buffer: number; readonly layout: Layout };
  readonly output: { readonly buffer: number; readonly layout: Layout };
  readonly window: Window;
  readonly groups: number;
  /** Names the values: two convolutions with the same name, taps and packing share their packed weights. */
  readonly weightsKey: string;
  weight: WeightReader;
  /** `fn activate(v: vec4f) -> vec4f` */
  readonly activation: string;
}

/** Reads the layer's own weights as a convolution sees them. */
export type WeightReader = (weights: Parameters<PackedWeights['pack']>[0]) => {
  /** The weight of tap (row, column) from input channel i of the output channel's group to output channel o. */
  at(row: number, column: number, i: number, o: number): number;
  bias(o: number): number;
};

/**
 * Which of the kernels runs. `tiled`: an implicit matrix product through workgroup memory, where registers are few and
 * workgroup memory is fast (Intel, NVIDIA, unknown); `register`: a tile of outputs per thread and none of it (Apple,
 * AMD). What doesn't suit the choice takes another: few channels, groups and odd sizes.
 */
export type ConvolutionPreference = 'tiled' | 'register';

/** Executed over needed multiply-adds past which a tile is wasteful. */
const WASTE = 1.35;

export function convolution(conv: Convolution, preference: ConvolutionPreference): Dispatch {
  const perGroup = conv.input.layout.channels / conv.groups;
  const outPerGroup = conv.output.layout.channels / conv.groups;
  if (conv.groups > 1 && (perGroup % 4 !== 0 || outPerGroup % 4 !== 0)) return lanesKernel(conv);
  if (preference === 'tiled' && conv.groups === 1) {
    const best = tiledCost(conv);
    if (best.macs <= WASTE * neededMacs(conv)) return tiledKernel(conv, best);
  }
  return registerKernel(conv);
}

/** Multiply-adds of the direct convolution, taps that fall on padding included. */
function neededMacs(conv: Convolution): number {
  const [rows, columns] = conv.window;
  const { batch, channels } = conv.output.layout;
  const perOutput = (rows.taps * columns.taps * conv.input.layout.channels) / conv.groups;
  return batch * rows.count * columns.count * channels * perOutput;
}
