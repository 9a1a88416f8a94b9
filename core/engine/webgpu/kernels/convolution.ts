import type { Dispatch } from '../shader.ts';
import { lanesKernel } from './convolution-lanes.ts';
import { registerKernels } from './convolution-register.ts';
import type { Convolution } from './convolution-spec.ts';
import { tiledCost, tiledKernels } from './convolution-tiled.ts';

/**
 * Which of the kernels runs. `tiled`: an implicit matrix product through workgroup memory, where registers are few and
 * workgroup memory is fast (Intel, NVIDIA, unknown); `register`: a tile of outputs per thread and none of it (Apple,
 * AMD). What doesn't suit the choice takes another: few channels, groups and odd sizes.
 */
export type ConvolutionPreference = 'tiled' | 'register';

/** Executed over needed multiply-adds past which a tile is wasteful. */
const WASTE = 1.35;

export function convolution(
  conv: Convolution,
  preference: ConvolutionPreference,
  bindingBytes: number,
): readonly Dispatch[] {
  const perGroup = conv.input.layout.channels / conv.pass.groups;
  const outPerGroup = conv.output.layout.channels / conv.pass.groups;
  if (conv.pass.groups > 1 && (perGroup % 4 !== 0 || outPerGroup % 4 !== 0)) return [lanesKernel(conv)];
  if (preference === 'tiled' && conv.pass.groups === 1) {
    const best = tiledCost(conv);
    if (best.macs <= WASTE * neededMacs(conv)) return tiledKernels(conv, best, bindingBytes);
  }
  return registerKernels(conv, bindingBytes);
}

/** Multiply-adds of the direct convolution, taps that fall on padding included. */
function neededMacs(conv: Convolution): number {
  const [rows, columns] = conv.window;
  const { batch, channels } = conv.output.layout;
  const perOutput = (rows.taps * columns.taps * conv.input.layout.channels) / conv.pass.groups;
  return batch * rows.count * columns.count * channels * perOutput;
}
