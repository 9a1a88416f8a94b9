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
}

export function convolutionOf(
  label: string,
  pass: Pass,
  input: DeviceTensor,
  output: DeviceTensor,
  activation: string,
): Convolution {
  return { label, input, output, pass, window: gatherWindow(pass.axes, pass.spread), activation };
}

/** The pass's weights: the biases first, one per output channel, and then what `fill` writes. */
export function packedKernel(
  { pass }: Convolution,
  packing: string,
  floats: number,
  fill: (kernel: StoredKernel, packed: Float32Array) => void,
): PackedWeights {
  return {
    kind: 'weights',
    key: `${pass.name}|${packing}`,
    floats,
    pack(weights) {
      const kernel = pass.kernel(weights);
      const packed = new Float32Array(floats);
      if (kernel.bias) packed.set(kernel.bias);
      fill(kernel, packed);
      return packed;
    },
  };
}
