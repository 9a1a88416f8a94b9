/** A model counted the way that another tool would count it. */

import { isOperatorName, type OperatorName } from '../operators/index.ts';
import { flagOf, textOf } from '../vocabulary/attribute-values.ts';
import { add, type Dimension, floorDivide, multiply, printShape, product } from '../vocabulary/dimension.ts';
import type { Operator, Reach } from '../vocabulary/operator.ts';
import { elementsOf, splitMaps } from '../vocabulary/shape.ts';
import { inputShapes } from './analyse.ts';
import type { GraphAnalysis, NodeAnalysis, Status } from './analysis.ts';
import type { Count, CountedWork, CountingView } from './counting-views.ts';
import { operatorOf } from './infer.ts';
import type { Layer } from './node.ts';

export interface GraphCount {
  readonly parameters: Dimension;
  /** Null when the tool counts none, or nothing of this model. */
  readonly operations: Dimension;
  /** Per application of a layer. */
  readonly nodes: readonly Dimension[];
  readonly status: Status;
}

/** Counts a model for one image. What the view cannot say of a layer is null, and the sum is then a lower bound. */
export function countGraph(analysis: GraphAnalysis, view: CountingView): GraphCount {
  const { graph, nodes, totals } = analysis;
  const parameters = view.parameters === 'all' ? totals.params.total : totals.params.trainable;
  if (view.unit === null) {
    return { parameters, operations: null, nodes: nodes.map(() => null), status: totals.status };
  }
  const counts = nodes.map((node, index) => {
    const { layer } = graph.nodes[index]!;
    const inner = analysis.layers[layer]!.model;
    return inner === null ? countNode(graph.layers[layer]!, node, view) : countNested(node, inner, view);
  });
  const known = counts.filter((count) => count !== null);
  return {
    parameters,
    operations: known.reduce<Dimension>(add, 0),
    nodes: counts,
    status: known.length < counts.length ? 'lower-bound' : totals.status,
  };
}

/** What a model consists of: the rows of a view that matter to it. */
export function workOfGraph({ graph, layers }: GraphAnalysis): ReadonlySet<CountedWork> {
  return new Set(
    graph.layers.flatMap((layer, index) => {
      const inner = layers[index]!.model;
      return inner === null ? (workOf(layer) ?? []) : [...workOfGraph(inner)];
    }),
  );
}

/** A nested model's own analysis stands for one set of input sizes. */
function countNested(node: NodeAnalysis, inner: GraphAnalysis, view: CountingView): Dimension {
  const sameSizes = inputShapes(inner).map(printShape).join() === node.inputs.map(printShape).join();
  const { operations, status } = countGraph(inner, view);
  return sameSizes && status === 'exact' ? operations : null;
}

function countNode(layer: Layer, node: NodeAnalysis, view: CountingView): Dimension {
  if (layer.operator === 'inputLayer') return 0;
  const work = workOf(layer);
  if (work === null) return null;
  return work
    .map((kind) => counted(view.counts[kind], layer, node))
    .reduce<Dimension>((sum, count) => add(sum, count), 0);
}

function counted(count: Count, layer: Layer, { inputs, outputs, cost, reach }: NodeAnalysis): Dimension {
  if (count === 'nothing') return 0;
  if (count === 'unknown') return null;
  const [times, per] = count;
  const output = outputs[0] === undefined ? null : elementsOf(outputs[0]);
  const { channels } = splitMaps(inputs[0] ?? [], layer.attributes);
  switch (per) {
    case 'multiply-add':
      return multiply(times, cost.macs);
    case 'tap per stride':
      return multiply(times, tapsPerStride(channels, output, reach));
    case 'output element':
      return multiply(times, output);
    case 'input element':
      return multiply(times, inputs[0] === undefined ? null : elementsOf(inputs[0]));
    case 'window element':
      return Array.isArray(reach) ? multiply(times, multiply(output, product(reach.map((axis) => axis.kernel)))) : null;
    case 'pair of inputs':
      return multiply(times * (inputs.length - 1), output);
    case 'output channel':
      return multiply(times, outputs[0]?.at(-1) ?? null);
    default:
      return per satisfies never;
  }
}

/** Output elements · input channels · ∏k / ∏s. */
function tapsPerStride(channels: Dimension, output: Dimension, reach: Reach): Dimension {
  if (!Array.isArray(reach)) return null;
  const taps = multiply(multiply(output, channels), product(reach.map((axis) => axis.kernel)));
  return floorDivide(taps, product(reach.map((axis) => axis.stride)));
}

/** Kinds of work that a layer does; null when that is not known. */
function workOf(layer: Layer): readonly CountedWork[] | null {
  const operator = operatorOf(layer);
  if (operator === null || !isOperatorName(layer.operator)) return null;
  const own = worksOf[layer.operator] ?? familyWork[operator.family];
  return [...own, ...biasWork(layer, operator.family), ...activationWork(layer)];
}

function biasWork({ attributes }: Layer, family: Operator['family']): readonly CountedWork[] {
  if (!('useBias' in attributes) || flagOf(attributes, 'useBias') === false) return [];
  if (family === 'convolution') return ['bias of a convolution'];
  return family === 'dense' ? ['bias of a fully connected layer'] : [];
}

function activationWork({ attributes, operator }: Layer): readonly CountedWork[] {
  // Those of recurrent layers are part of the step.
  if (!('activation' in attributes) || 'recurrentActivation' in attributes || operator.startsWith('simpleRNN'))
    return [];
  const name = textOf(attributes, 'activation');
  return name === 'linear' ? [] : [activations[name ?? ''] ?? 'other activation'];
}

const activations: Readonly<Record<string, CountedWork>> = {
  relu: 'rectifier',
  relu6: 'rectifier',
  elu: 'rectifier',
  leakyRelu: 'rectifier',
  gelu: 'GELU or PReLU',
  sigmoid: 'sigmoid or tanh',
  tanh: 'sigmoid or tanh',
  softmax: 'softmax',
};

const familyWork: Readonly<Record<Operator['family'], readonly CountedWork[]>> = {
  convolution: ['convolution'],
  pooling: ['pooling'],
  dense: ['fully connected'],
  normalisation: ['other normalisation'],
  activation: [],
  merge: ['merging'],
  shape: [],
  recurrent: ['recurrent'],
  regularisation: [],
  preprocessing: ['other'],
  input: [],
};

const worksOf: Partial<Readonly<Record<OperatorName, readonly CountedWork[]>>> = {
  conv1dTranspose: ['transposed convolution'],
  conv2dTranspose: ['transposed convolution'],
  conv3d: ['volume convolution'],
  conv3dTranspose: ['volume convolution'],
  maxPooling3d: ['volume pooling'],
  averagePooling3d: ['volume pooling'],
  globalAveragePooling1d: ['global average'],
  globalAveragePooling2d: ['global average'],
  globalAveragePooling3d: ['global average'],
  globalMaxPooling1d: ['global maximum'],
  globalMaxPooling2d: ['global maximum'],
  globalMaxPooling3d: ['global maximum'],
  lpPooling2d: ['other'],
  stochasticPooling2d: ['other'],
  crossChannelPooling: ['other'],
  maxUnpooling2d: ['other'],
  averageUnpooling2d: ['other'],
  batchNormalization: ['batch normalisation'],
  localResponseNormalization: ['other'],
  reLU: ['rectifier'],
  leakyReLU: ['rectifier'],
  elu: ['rectifier'],
  thresholdedReLU: ['other activation'],
  prelu: ['GELU or PReLU'],
  softmax: ['softmax'],
  concatenate: [],
  dot: ['product of inputs'],
  upSampling1d: ['up-sampling'],
  upSampling2d: ['up-sampling'],
  upSampling3d: ['up-sampling'],
};
