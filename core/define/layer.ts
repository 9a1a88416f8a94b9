/** Layers and tensors of models defined in TypeScript. Applying a layer to tensors records it and infers what comes out. */
import { inferLayer } from '../graph/infer.ts';
import type { Graph, Layer as GraphLayer } from '../graph/node.ts';
import { isOperatorName, type OperatorName, operators } from '../operators/index.ts';
import { inputShape } from '../operators/input-layer.ts';
import { isLayerValue, readAttributes } from '../vocabulary/attributes.ts';
import type { Attributes, AttributeValue, Shape } from '../vocabulary/operator.ts';

/** A symbolic tensor: one output of one application of a layer. */
export interface Tensor {
  /** Batch first; open sizes are named or null. */
  readonly shape: Shape;
  readonly application: Application;
  readonly output: number;
}

/** One application of a layer. */
export interface Application {
  readonly layer: Layer<Applied>;
  readonly inputs: readonly Tensor[];
}

/** What `apply` gives: one tensor, or a list for layers of several outputs. */
export type Applied = Tensor | readonly Tensor[];

/** A layer. Applying it twice shares its weights. */
export interface Layer<Out extends Applied = Tensor> {
  readonly operator: string;
  readonly name: string | null;
  readonly attributes: Attributes;
  /** The shape that the layer fixes for its input where it opens a sequential model, batch first. */
  readonly inputShape: Shape | null;
  /** The layer as a graph stores it, under a name that is free there. */
  toGraphLayer(label: string): GraphLayer;
  apply(input: Tensor | readonly Tensor[]): Out;
}

/** Arguments that every layer takes besides its own. */
export type CommonConfig = {
  /** What the layer is called in summaries and stored weights; unique in its model. */
  readonly name?: string;
  /** Whether training changes the weights of the layer. */
  readonly trainable?: boolean;
  /** Shape of one input without its batch, for the layer that opens a sequential model. */
  readonly inputShape?: readonly (number | null)[];
  /** The same with the batch in front. */
  readonly batchInputShape?: readonly (number | null)[];
  /** The batch, where it is fixed. */
  readonly batchSize?: number;
};

type Config = Readonly<Record<string, AttributeValue | Layer<Applied> | readonly Layer<Applied>[] | undefined>>;

/** A layer of an operator with the arguments that an author gives; defaults are filled in. */
export function defineLayer<Out extends Applied = Tensor>(operator: OperatorName, config: Config = {}): Layer<Out> {
  const { name, trainable } = config;
  const raw = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, plain(value)]));
  const { attributes, facts } = readAttributes(operators[operator], raw);
  const shape = inputShape(raw);
  return layerOf<Out>({
    name: typeof name === 'string' ? name : null,
    className: operator,
    operator,
    attributes,
    facts,
    trainable: trainable !== false,
    model: null,
    inputShape: shape,
  });
}

/** What a layer is before it has a place in a graph. */
export type Definition = Pick<GraphLayer, 'name' | 'className' | 'operator' | 'attributes' | 'facts' | 'trainable'> & {
  readonly model: Graph | null;
  readonly inputShape: Shape | null;
};

export function layerOf<Out extends Applied>(definition: Definition): Layer<Out> {
  const { operator, name, attributes, inputShape: ownShape } = definition;
  const layer: Layer<Out> = {
    operator,
    name,
    attributes,
    inputShape: ownShape,
    toGraphLayer: (label) => toGraphLayer(definition, label),
    apply(input) {
      const inputs = isTensor(input) ? [input] : input;
      const outputs = record(layer, inputs);
      // A layer's type says how many outputs its operator has.
      return (outputs.length === 1 ? outputs[0] : outputs) as Out;
    },
  };
  return layer;
}

/** The outputs of a new application of a layer. */
export function record(layer: Layer<Applied>, inputs: readonly Tensor[]): readonly Tensor[] {
  const application: Application = { layer, inputs };
  const { outputs } = inferLayer(
    layer.toGraphLayer(layer.name ?? layer.operator),
    inputs.map(({ shape }) => shape),
  );
  return outputs.map((shape, output) => ({ shape, application, output }));
}

function toGraphLayer(definition: Definition, label: string): GraphLayer {
  const { inputShape: shape, ...layer } = definition;
  const placed: GraphLayer = { ...layer, label, source: null, instance: 0 };
  return layer.operator === 'inputLayer' ? { ...placed, inputShape: shape ?? [] } : placed;
}

function isTensor(value: Tensor | readonly Tensor[]): value is Tensor {
  return !Array.isArray(value);
}

/** Layers as arguments of layers become plain data. */
function plain(value: Config[string]): AttributeValue | undefined {
  if (Array.isArray(value)) return value.map((item: AttributeValue) => plain(item) ?? null);
  if (!isLayerValue(value)) return value;
  return isOperatorName(value.operator) ? { operator: value.operator, attributes: value.attributes } : null;
}
