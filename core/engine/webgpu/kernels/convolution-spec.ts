import type { Pass, StoredKernel } from '../../lowering/index.ts';
import type { DeviceTensor } from '../layout.ts';
import type { PackedWeights } from '../shader.ts';
import { gatherWindow, type Window } from './window.ts';

/** Everything that a convolution kernel is made from, whatever layer it stands for. */
export interface Convolution {
  readonly label: string;
  readonly input: DeviceTensor;
  readonly output: DeviceTensor;
  readonly pass: Pass;
  readonly window: Window;
  /** `fn activate(v: vec4f) -> vec4f` */
  readonly activation: string;
  /** The blocks of output channels that one launch makes: all of them, unless their weights exceed a binding. */
  readonly blocks: BlockRange;
}

export interface BlockRange {
  readonly first: number;
  readonly past: number;
}

export function convolutionOf(
  label: string,
  pass: Pass,
  input: DeviceTensor,
  output: DeviceTensor,
  activation: string,
): Convolution {
  const blocks = { first: 0, past: output.layout.blocks };
  return { label, input, output, pass, window: gatherWindow(pass.axes, pass.spread), activation, blocks };
}

/**
 * The convolution in as many launches as its weights need bindings: each makes some tiles of `width` blocks of output
 * channels, `tileFloats` weights per tile.
 */
export function inBindings(
  conv: Convolution,
  { width, tileFloats, bindingBytes }: { readonly width: number; readonly tileFloats: number; bindingBytes: number },
): readonly Convolution[] {
  const { first, past } = conv.blocks;
  const tiles = Math.max(1, Math.floor(bindingBytes / ((tileFloats + width * 4) * 4)));
  const step = tiles * width;
  const count = conv.pass.groups > 1 ? 1 : Math.ceil((past - first) / step);
  return Array.from({ length: count }, (_, part) => ({
    ...conv,
    blocks: count === 1 ? conv.blocks : { first: part * step, past: Math.min((part + 1) * step, past) },
  }));
}

/** The output channels of a launch. */
export function channelsOf({ blocks, output }: Convolution): { readonly first: number; readonly past: number } {
  return { first: blocks.first * 4, past: Math.min(blocks.past * 4, output.layout.channels) };
}

/** The pass's weights: the biases first, one per output channel, and then what `fill` writes. */
export function packedKernel(
  conv: Convolution,
  packing: string,
  floats: number,
  fill: (kernel: StoredKernel, packed: Float32Array) => void,
): PackedWeights {
  const { pass, blocks } = conv;
  return {
    kind: 'weights',
    key: `${pass.name}|${packing}|${blocks.first}–${blocks.past}`,
    floats,
    pack(weights) {
      const kernel = pass.kernel(weights);
      const packed = new Float32Array(floats);
      const { first, past } = channelsOf(conv);
      if (kernel.bias) packed.set(kernel.bias.subarray(first, past));
      fill(kernel, packed);
      return packed;
    },
  };
}
