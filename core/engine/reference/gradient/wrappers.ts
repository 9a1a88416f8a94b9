import { finished } from '../../breath.ts';
import type { Tensor } from '../../tensor.ts';
import { text } from '../kernel.ts';
import type { CellRun } from '../recurrent-cells.ts';
import { directions, foldedStep, timeReversed } from '../wrappers.ts';
import { type Backward, type Gradient, type Gradients, passOf, rounded, sumsLike } from './gradient.ts';
import { prefixed } from './recurrent-cells.ts';

/** The wrapped layer backwards on every time step at once: they share its weights, so the gradients add up by themselves. */
export const timeDistributed: Gradient = (backward) => {
  const { inputs, outputs, gradients } = backward;
  const step = foldedStep(backward.step);
  const folded = ({ data }: Tensor, shapes: readonly (readonly number[])[]): Tensor => ({ shape: shapes[0], data });
  const result = passOf(
    step.operator,
    backward.passes,
  )({
    ...backward,
    step,
    inputs: inputs.map((input) => folded(input, step.inputShapes)),
    outputs: outputs.map((output) => folded(output, step.outputShapes)),
    gradients: gradients.map((gradient) => folded(gradient, step.outputShapes)),
  });
  return { ...result, inputs: [{ shape: inputs[0].shape, data: result.inputs[0].data }] };
};

/** The merge, then each direction by itself; the gradient with respect to the input is the sum of both. */
export const bidirectional: Gradient = (backward) => {
  const { step, inputs, weights, gradients, kernels } = backward;
  const runs = finished(directions(step, inputs, weights, kernels));
  const sequences = runs[1].step.attributes.returnSequences === true;
  const turned = (tensor: Tensor): Tensor => (sequences ? timeReversed(tensor) : tensor);
  const values: readonly [Tensor, Tensor] = [runs[0].outputs[0], turned(runs[1].outputs[0])];
  const mode = text(step, 'mergeMode', 'concat');
  const [forward, second] = mode === 'none' ? gradients : throughMerge(gradients[0], values, mode);
  const states = gradients.slice(mode === 'none' ? 2 : 1);
  const half = states.length / 2;
  const results = [
    throughDirection(backward, runs[0], [forward, ...states.slice(0, half)]),
    throughDirection(backward, runs[1], [turned(second), ...states.slice(half)]),
  ];
  const input = sumsLike(inputs[0]);
  for (const { inputs: own } of results) {
    for (let i = 0; i < input.data.length; i++) input.data[i] += own[0].data[i];
  }
  return {
    inputs: [rounded(input), ...results.flatMap((result) => result.inputs.slice(1))],
    weights: { ...prefixed(results[0].weights, 'forward/'), ...prefixed(results[1].weights, 'backward/') },
  };
};

function throughDirection(backward: Backward, run: CellRun, gradients: readonly Tensor[]): Gradients {
  return passOf(run.step.operator, backward.passes)({ ...backward, ...run, gradients });
}

/** The gradients with respect to the two merged values. */
function throughMerge(gradient: Tensor, [a, b]: readonly [Tensor, Tensor], mode: string): readonly [Tensor, Tensor] {
  const times = (factor: (i: number) => number): Tensor => ({
    shape: a.shape,
    data: gradient.data.map((value, i) => value * factor(i)),
  });
  if (mode === 'sum') return [gradient, gradient];
  if (mode === 'ave') return [times(() => 0.5), times(() => 0.5)];
  if (mode === 'mul') return [times((i) => b.data[i]), times((i) => a.data[i])];
  const size = a.shape[a.shape.length - 1];
  const half = (second: boolean): Tensor => ({
    shape: a.shape,
    data: gradient.data.filter((_, i) => i % (2 * size) >= size === second),
  });
  return [half(false), half(true)];
}
