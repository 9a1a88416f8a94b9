import type { ProgramWeights } from '../../core/engine/backend.ts';
import type { Program } from '../../core/engine/program.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import { WeightNames } from '../../core/engine/weight-names.ts';
import { fromTf, tf, toTf } from './tensorflow.ts';

/** What TensorFlow.js says about one layer of a model. */
export interface OracleLayer {
  readonly name: string;
  readonly className: string;
  /** Output shapes of the layer's first application, the batch null. */
  readonly outputShapes: readonly (readonly (number | null)[])[];
  readonly params: number;
  readonly trainableParams: number;
  /** Per application within the model, in order: the values of its outputs. Empty unless inputs were given. */
  readonly values: readonly (readonly Tensor[])[];
}

export interface Oracle {
  readonly layers: readonly OracleLayer[];
  readonly params: number;
  readonly outputs: readonly Tensor[];
}

/** What makes and knows models: TensorFlow.js, or the copy of its layers that made the model. */
export type Runtime = Pick<typeof tf, 'Sequential' | 'model'>;

/**
 * Asks TensorFlow.js about a model: layer by layer the class, the shapes, the parameter counts and, for the given
 * inputs (batch first), the values with the model's actual weights. Layers come in the order of `model.layers`.
 */
export function oracle(model: tf.LayersModel, inputs: readonly Tensor[] = [], runtime: Runtime = tf): Oracle {
  // A sequential model makes the container that knows its nodes when it is first needed.
  if (model instanceof runtime.Sequential) model.build();
  const applied = applications(model);
  const flat = applied.flatMap(({ outputs }) => outputs.flat());
  const values = inputs.length === 0 ? [] : predict(model, flat, inputs, runtime);
  let next = 0;
  const layers = applied.map(({ layer, outputs }): OracleLayer => {
    const count = (weights: readonly tf.Tensor[]): number => weights.reduce((sum, { size }) => sum + size, 0);
    return {
      name: layer.name,
      className: layer.getClassName(),
      outputShapes: (outputs[0] ?? []).map(({ shape }) => shape),
      params: layer.countParams(),
      trainableParams: count(layer.trainableWeights.map((weight) => weight.read())),
      values: inputs.length === 0 ? [] : outputs.map((nodeOutputs) => nodeOutputs.map(() => values[next++])),
    };
  });
  const final = inputs.length === 0 ? [] : predict(model, model.outputs, inputs, runtime);
  return { layers, params: model.countParams(), outputs: final };
}

/** The model's weights, matched to a program's steps by name. Throws on a weight that the model does not have. */
export function oracleWeights(program: Program, model: Weighted): ProgramWeights {
  // Variables of one name in two models get a suffix; the original name is the one that the layer gave.
  const tensors = new Map(model.weights.map((weight) => [weight.originalName, fromTf(weight.read())]));
  const names = new WeightNames(tensors.keys());
  return program.steps.map((step) =>
    Object.fromEntries(
      step.weights.map(({ name, shape }) => {
        const tensor = tensors.get(names.find(step, name, shape, tensors) ?? '');
        if (tensor === undefined) throw new Error(`${model.name} has no '${name}' for ${step.path.join('/')}`);
        return [name, tensor];
      }),
    ),
  );
}

/**
 * Gives every weight of a model random values, drawn by `draw`: TensorFlow.js starts biases at zero and variances at
 * one, which would hide mistakes. Variances stay positive.
 */
export function randomiseWeights(model: Weighted, draw: () => number): void {
  for (const weight of model.weights) {
    const { shape, name } = weight;
    const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
    const values = Float32Array.from({ length: size }, () => {
      const value = draw();
      return name.includes('variance') ? 0.2 + Math.abs(value) : value;
    });
    weight.write(tf.tensor(values, shape.map(Number)));
  }
}

/** A model, or a layer by itself. */
export type Weighted = Pick<tf.LayersModel, 'name' | 'weights'>;

interface Application {
  readonly layer: tf.layers.Layer;
  readonly outputs: readonly (readonly tf.SymbolicTensor[])[];
}

/** A layer may also belong to other models; only the nodes of this one count. */
function applications(model: tf.LayersModel): readonly Application[] {
  const container: { readonly containerNodes?: ReadonlySet<string> } = containerOf(model);
  return model.layers.map((layer) => ({
    layer,
    outputs: layer.inboundNodes
      .filter((_, index) => container.containerNodes?.has(`${layer.name}_ib-${index}`) ?? true)
      .map(({ outputTensors }) => outputTensors),
  }));
}

/** A sequential model wraps the container that knows its nodes. */
function containerOf(model: tf.LayersModel): object {
  return 'model' in model && typeof model.model === 'object' && model.model !== null ? model.model : model;
}

function predict(
  model: tf.LayersModel,
  outputs: readonly tf.SymbolicTensor[],
  inputs: readonly Tensor[],
  runtime: Runtime,
): readonly Tensor[] {
  const given = inputs.map(toTf);
  const whole = runtime.model({ inputs: model.inputs, outputs: [...outputs] });
  const result = whole.predict(given);
  const tensors = Array.isArray(result) ? result : [result];
  const values = tensors.map(fromTf);
  tf.dispose([...given, ...tensors]);
  return values;
}
