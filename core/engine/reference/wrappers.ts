import type { Portions } from '../breath.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';
import {
  emptyTensor,
  type InnerLayer,
  innerLayer,
  type Kernel,
  type KernelTable,
  kernelOf,
  portionsOf,
  text,
  type Weights,
  withoutPrefix,
} from './kernel.ts';
import type { CellRun } from './recurrent-cells.ts';

/** The wrapped layer on every time step: time is folded into the batch, which no layer at inference looks across. */
export const timeDistributed: Kernel = function* (step, [input], weights, table) {
  const inner = foldedStep(step);
  const folded = [{ shape: inner.inputShapes[0], data: input.data }];
  const [output] = yield* portionsOf(kernelOf(inner.operator, table)(inner, folded, weights, table));
  return [{ shape: step.outputShapes[0], data: output.data }];
};

/** The wrapped layer as a step of its own, time being part of the batch. */
export function foldedStep(step: Step): Step {
  const { operator, attributes } = wrapped(step);
  const folded = ([samples, times, ...rest]: readonly number[]): readonly number[] => [samples * times, ...rest];
  return {
    ...step,
    operator,
    attributes,
    inputShapes: [folded(step.inputShapes[0])],
    outputShapes: [folded(step.outputShapes[0])],
  };
}

/** A recurrent layer run in both directions, the results merged by `mergeMode`. */
export const bidirectional: Kernel = function* (step, inputs, weights, table) {
  const [forward, backward] = yield* directions(step, inputs, weights, table);
  const second =
    backward.step.attributes.returnSequences === true ? timeReversed(backward.outputs[0]) : backward.outputs[0];
  const mode = text(step, 'mergeMode', 'concat');
  const merged = mode === 'none' ? [forward.outputs[0], second] : [merge(forward.outputs[0], second, mode)];
  // Without `returnState` there is nothing behind the first output.
  return [...merged, ...forward.outputs.slice(1), ...backward.outputs.slice(1)];
};

/** Both directions as layers of their own; the outputs of the second run backwards in time. */
export function* directions(
  step: Step,
  inputs: readonly Tensor[],
  weights: Weights,
  table: KernelTable,
): Portions<readonly [CellRun, CellRun]> {
  const layer = wrapped(step);
  const run = kernelOf(layer.operator, table);
  const reversed = layer.attributes.goBackwards !== true;
  const direction = function* (goBackwards: boolean, prefix: string, states: readonly Tensor[]): Portions<CellRun> {
    const own = { ...step, operator: layer.operator, attributes: { ...layer.attributes, goBackwards } };
    const given = [inputs[0], ...states];
    const ownWeights = withoutPrefix(weights, prefix);
    const outputs = yield* portionsOf(run(own, given, ownWeights, table));
    return { step: own, inputs: given, weights: ownWeights, prefix, outputs };
  };
  const half = 1 + (inputs.length - 1) / 2;
  return [
    yield* direction(!reversed, 'forward/', inputs.slice(1, half)),
    yield* direction(reversed, 'backward/', inputs.slice(half)),
  ];
}

function wrapped(step: Step): InnerLayer {
  const layer = innerLayer(step.attributes.layer);
  if (layer === null) throw new TypeError(`${step.operator} needs a known layer`);
  return layer;
}

export function timeReversed(input: Tensor): Tensor {
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
