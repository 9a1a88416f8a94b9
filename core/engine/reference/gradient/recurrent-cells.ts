import type { OperatorName } from '../../../operators/index.ts';
import { finished } from '../../breath.ts';
import type { Tensor } from '../../tensor.ts';
import { emptyTensor, type InnerLayer, type Weights } from '../kernel.ts';
import { asSequence, type CellRun, cellStack, cellsOf } from '../recurrent-cells.ts';
import { type Backward, type Gradient, type Gradients, passOf } from './gradient.ts';

/** One step of one cell. Its value and its first state are the same, so the gradients with respect to them add up. */
export function singleCell(layer: OperatorName): Gradient {
  return (backward) => throughMoment([{ operator: layer, attributes: backward.step.attributes }], backward);
}

export const stackedRNNCells: Gradient = (backward) => throughMoment(cellsOf(backward.step, 'cells'), backward);

function throughMoment(cells: readonly InnerLayer[], backward: Backward): Gradients {
  const { step, inputs, weights, gradients, kernels } = backward;
  const runs = finished(cellStack(cells, step, asSequence(inputs), weights, kernels));
  const [first, ...states] = gradients;
  const result = throughStack(runs, null, withFirst(states, first), backward);
  const [input, ...given] = result.inputs;
  return { ...result, inputs: [{ shape: inputs[0].shape, data: input.data }, ...given] };
}

/** @param states ∂L/∂last states, those of the last cell first; absent ones are zero */
export function throughStack(
  runs: readonly CellRun[],
  sequence: Tensor | null,
  states: readonly Tensor[],
  { kernels, passes }: Backward,
): Gradients {
  let toSequence = sequence;
  let at = 0;
  const toStates: Tensor[] = [];
  let weights: Weights = {};
  for (const { step, inputs, outputs, weights: own, prefix } of runs.toReversed()) {
    const slopes = outputs.map((output, i) => (i === 0 ? toSequence : states[at + i - 1]) ?? emptyTensor(output.shape));
    at += outputs.length - 1;
    const result = passOf(
      step.operator,
      passes,
    )({ step, inputs, outputs, weights: own, gradients: slopes, kernels, passes });
    toSequence = result.inputs[0];
    toStates.push(...result.inputs.slice(1));
    weights = { ...prefixed(result.weights, prefix), ...weights };
  }
  return { inputs: [...(toSequence === null ? [] : [toSequence]), ...toStates], weights };
}

/** The layer's value is its first state: the gradients of both add up. */
export function withFirst([own, ...others]: readonly Tensor[], first: Tensor): readonly Tensor[] {
  if (own === undefined) return [first];
  return [{ shape: first.shape, data: first.data.map((value, i) => value + own.data[i]) }, ...others];
}

export function prefixed(weights: Weights, prefix: string): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, value]) => [prefix + name, value]));
}
