import { expect } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { backpropagate } from '../../../core/engine/reference/gradient/backpropagate.ts';
import { fromTf, oracleWeights, randomiseWeights, tf, toTf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { type Comparison, drawTensor, makeLayer } from './compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

/**
 * Builds the same layer in TensorFlow.js and here, with the same random weights and inputs, and expects the same gradients
 * of a random weighted sum of its output, with respect to every input and every trainable weight.
 */
export async function compareGradients(comparison: Comparison): Promise<void> {
  const { operator, config, inputs: shapes, batch = 2, draw = (uniform) => 2 * uniform - 1 } = comparison;
  const what = `${operator} ${JSON.stringify(config)} on ${JSON.stringify(shapes)}`;
  const random = seededRandom(comparison.seed ?? 9);
  const inputs = shapes.map((shape) => drawTensor([batch, ...shape], () => draw(random.uniform())));
  const layer = makeLayer(operator, config);
  const symbols = shapes.map((shape) => tf.input({ shape: [...shape] }));
  layer.apply(symbols.length === 1 ? symbols[0] : symbols);
  const model = { weights: layer.weights, name: layer.name };
  randomiseWeights(model, () => random.uniform() - 0.5);

  const program = programOf(singleLayerGraph(operator, config, shapes), batch);
  const last = program.steps.length - 1;
  const renamed = program.steps.map((step, index) => (index === last ? { ...step, path: [layer.name] } : step));
  const weights = oracleWeights({ ...program, steps: renamed }, model);
  const values = await runProgram(program, weights, inputs);
  const slope = drawTensor(values[last][0].shape, () => random.uniform() - 0.5);
  const ours = backpropagate(program, weights, values, { step: last, output: 0 }, slope);

  const variables = inputs.map((input) => tf.variable(toTf(input)));
  const { value, grads } = tf.variableGrads(() => {
    const output = layer.apply(variables.length === 1 ? variables[0] : variables);
    if (!(output instanceof tf.Tensor)) throw new Error('one tensor expected');
    return output.mul(toTf(slope)).sum().asScalar();
  });
  for (const [index, variable] of variables.entries()) {
    const [actual] = ours.values[index];
    if (actual === null) throw new Error('the input has no gradient');
    expectClose(actual, fromTf(grads[variable.name]), `∂ input ${index} of ${what}`);
  }
  for (const [name, actual] of Object.entries(ours.weights[last])) {
    const stored = layer.weights.find((weight) => weight.name.endsWith(`/${name}`));
    expectClose(actual, fromTf(grads[stored?.name ?? '']), `∂ ${name} of ${what}`);
  }
  expect(Object.keys(ours.weights[last]), what).toHaveLength(layer.trainableWeights.length);
  tf.dispose([value, grads, variables]);
  layer.dispose();
}
