import type { LayerValue } from '../../operators/operator.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import { emptyTensor, flag, type Kernel, type KernelTable, layerValue, text, type Weights } from './kernel.ts';
import { withoutPrefix } from './recurrent.ts';

/** The wrapped layer on every time step: time is folded into the batch, which no layer at inference looks across. */
export const timeDistributed: Kernel = (step, [input], weights, table) => {
  const layer = wrapped(step);
  const inner: Step = {
    ...step,
    operator: layer.operator,
    attributes: layer.attributes,
    inputShapes: [folded(step.inputShapes[0])],
    outputShapes: [folded(step.outputShapes[0])],
  };
  const [output] = kernelOf(layer, table)(inner, [{ shape: inner.inputShapes[0], data: input.data }], weights, table);
  return [{ shape: step.outputShapes[0], data: output.data }];
};

/** A recurrent layer run in both directions, the results merged by `mergeMode`. */
export const bidirectional: Kernel = (step, inputs, weights, table) => {
  const layer = wrapped(step);
  const run = kernelOf(layer, table);
  const reversed = layer.attributes.goBackwards !== true;
  const direction = (goBackwards: boolean, own: Weights, states: readonly Tensor[]): readonly Tensor[] => {
    const attributes = { ...layer.attributes, goBackwards };
    return run({ ...step, operator: layer.operator, attributes }, [inputs[0], ...states], own, table);
  };
  const half = 1 + (inputs.length - 1) / 2;
  const forward = direction(!reversed, withoutPrefix(weights, 'forward/'), inputs.slice(1, half));
  const backward = direction(reversed, withoutPrefix(weights, 'backward/'), inputs.slice(half));
  const sequences = layer.attributes.returnSequences === true;
  const second = sequences ? timeReversed(backward[0]) : backward[0];
  const mode = text(step, 'mergeMode', 'concat');
  const merged = mode === 'none' ? [forward[0], second] : [merge(forward[0], second, mode)];
  return flag({ ...step, attributes: layer.attributes }, 'returnState', false)
    ? [...merged, ...forward.slice(1), ...backward.slice(1)]
    : merged;
};

function wrapped(step: Step): LayerValue {
  const layer = layerValue(step.attributes.layer);
  if (layer === null) throw new TypeError(`${step.operator} needs a known layer`);
  return layer;
}

function kernelOf(layer: LayerValue, table: KernelTable): Kernel {
  const kernel = table[layer.operator];
  if (!kernel) throw new TypeError(`there is no kernel for '${layer.operator}'`);
  return kernel;
}

function folded([samples, times, ...rest]: readonly number[]): number[] {
  return [samples * times, ...rest];
}

function timeReversed(input: Tensor): Tensor {
  const [samples, times] = input.shape;
  const size = input.data.length / (samples * times);
  const output = emptyTensor(input.shape);
  for (let sample = 0; sample < samples; sample++) {
    for (let t = 0; t < times; t++) {
      const from = (sample * times + t) * size;
      output.data.set(input.data.subarray(from, from + size), (sample * times + times - 1 - t) * size);
    }
  }
  return output;
}

function merge(a: Tensor, b: Tensor, mode: string): Tensor {
  const size = a.shape[a.shape.length - 1];
  if (mode === 'concat') {
    const output = emptyTensor([...a.shape.slice(0, -1), 2 * size]);
    for (let from = 0; from < a.data.length; from += size) {
      output.data.set(a.data.subarray(from, from + size), 2 * from);
      output.data.set(b.data.subarray(from, from + size), 2 * from + size);
    }
    return output;
  }
  const output = emptyTensor(a.shape);
  const combine = merges[mode];
  if (combine === undefined) throw new TypeError(`there is no merge mode '${mode}'`);
  for (let i = 0; i < output.data.length; i++) output.data[i] = combine(a.data[i], b.data[i]);
  return output;
}

const merges: Readonly<Record<string, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  ave: (a, b) => (a + b) / 2,
  mul: (a, b) => a * b,
};
