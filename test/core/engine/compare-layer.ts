import { expect } from 'vitest';
import type { ProgramWeights } from '../../../core/engine/backend.ts';
import type { Program } from '../../../core/engine/program.ts';
import { type Random, seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { isLayerValue } from '../../../core/vocabulary/attributes.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { fromTf, oracle, oracleWeights, randomiseWeights, tf, toTf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

export interface Comparison {
  readonly operator: OperatorName;
  readonly config: Config;
  /** Input shapes without the batch. */
  readonly inputs: readonly (readonly number[])[];
  /** How input values are drawn; uniform in −1 … 1 by default. */
  readonly draw?: (uniform: number) => number;
  readonly batch?: number;
  readonly seed?: number;
  /**
   * Asks the TF.js layer itself. Some of its preprocessing layers fail inside a model: they expect the bare tensor where
   * a model passes a list, or overwrite the shape that they were given.
   */
  readonly bare?: boolean;
}

/**
 * Builds the same layer in TensorFlow.js and here, gives both the same random weights and inputs, and expects the same
 * shapes, the same number of parameters and the same values.
 */
export async function compareLayer(comparison: Comparison): Promise<void> {
  const { program, weights, values, outputs, params, what } = askedLayer(comparison);
  const last = program.steps.length - 1;
  const own = program.steps[last].weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(own, what).toBe(params);
  const actual = (await runProgram(program, weights, values))[last];
  expect(actual.length, what).toBe(outputs.length);
  for (const [index, output] of outputs.entries()) expectClose(actual[index], output, what);
}

/** A layer with random weights and inputs, and what TensorFlow.js computes of them. */
export interface AskedLayer {
  /** Its last step is the layer. */
  readonly program: Program;
  readonly weights: ProgramWeights;
  readonly values: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly params: number;
  readonly what: string;
}

export function askedLayer(comparison: Comparison): AskedLayer {
  const { operator, config, inputs, batch = 2, draw = (uniform) => 2 * uniform - 1 } = comparison;
  const what = `${operator} ${JSON.stringify(config)} on ${JSON.stringify(inputs)}`;
  const random = seededRandom(comparison.seed ?? 1);
  const expected = comparison.bare ? askLayer(comparison) : askModel(comparison, random);
  const values = inputs.map((shape) => drawTensor([batch, ...shape], () => draw(random.uniform())));
  const outputs = expected.run(values);

  const program = programOf(singleLayerGraph(operator, config, inputs), batch);
  const last = program.steps.length - 1;
  const weights = program.steps.map((_, index) => (index === last ? expected.weights(program, last) : {}));
  return { program, weights, values, outputs, params: expected.params, what };
}

interface Expectation {
  readonly params: number;
  run(inputs: readonly Tensor[]): readonly Tensor[];
  /** The layer's weights under the names of our step. */
  weights(program: Program, step: number): Readonly<Record<string, Tensor>>;
}

function askModel({ operator, config, inputs }: Comparison, random: Random): Expectation {
  const symbols = inputs.map((shape) => tf.input({ shape: [...shape] }));
  const applied = makeLayer(operator, config).apply(symbols.length === 1 ? symbols[0] : symbols);
  const outputs = (Array.isArray(applied) ? applied : [applied]).filter(
    (output) => output instanceof tf.SymbolicTensor,
  );
  const model = tf.model({ inputs: symbols, outputs });
  randomiseWeights(model, () => random.uniform() - 0.5);
  return {
    params: model.countParams(),
    run: (values) => oracle(model, values).outputs,
    weights: (program, index) => {
      const renamed = { ...program.steps[index], path: [model.layers.at(-1)?.name ?? ''] };
      return oracleWeights({ ...program, steps: [renamed] }, model)[0];
    },
  };
}

/** For layers without weights. */
function askLayer({ operator, config }: Comparison): Expectation {
  const layer = makeLayer(operator, config);
  return {
    params: 0,
    run: ([input]) => {
      const output = layer.apply(toTf(input));
      if (!(output instanceof tf.Tensor)) throw new Error(`${operator} gave no tensor`);
      return [fromTf(output)];
    },
    weights: () => ({}),
  };
}

/** `tf.layers[operator](config)`, layers inside the config included. */
export function makeLayer(operator: string, config: Config): tf.layers.Layer {
  const factory: unknown = Reflect.get(tf.layers, operator);
  if (typeof factory !== 'function') throw new Error(`TensorFlow.js has no layer '${operator}'`);
  return factory(Object.fromEntries(Object.entries(config).map(([name, value]) => [name, made(value)])));
}

function made(value: AttributeValue): unknown {
  if (isLayerValue(value)) return makeLayer(value.operator, value.attributes);
  return Array.isArray(value) ? value.map(made) : value;
}

export function drawTensor(shape: readonly number[], draw: () => number): Tensor {
  return { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, draw) };
}
