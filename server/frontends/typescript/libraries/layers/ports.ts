import { operators } from '../../../../../core/operators/index.ts';
import type { Operator, Shape, Taken } from '../../../../../core/vocabulary/operator.ts';
import type { Needs, Port, Word } from '../../../uses.ts';
import { merge } from '../../flow/join-shapes.ts';
import type { LayerValue, TensorValue } from '../../values/values.ts';

/** What goes into a model; null when it is not known. */
export function inputPorts(layer: LayerValue): readonly Port[] | null {
  const { model } = layer;
  if (!model || model.inputs.length === 0 || model.inputs.some(mayBeSeveral)) return null;
  if (model.kind !== 'sequential')
    return model.inputs.map((input) => ({ ...portOf(input), needs: needsOf(input, layer) }));
  const [first] = model.inputs;
  const sources = sourcesOf(model.outputs);
  if (!first || sources.length === 0) return first ? [portOf(first)] : null;
  // Another first layer on another way that the program may go.
  const shape = sources.map((tensor) => tensor.shape).reduce(merge);
  return [{ ...portOf(first), shape: known(shape), needs: sources.length === 1 ? needsOf(first, layer) : null }];
}

/** What comes out of a model; null when it is not known. */
export function outputPorts(layer: LayerValue, isChanged: boolean): readonly Port[] | null {
  const { model } = layer;
  if (!model || model.outputs.length === 0 || model.outputs.some(mayBeSeveral)) return null;
  if (model.kind === 'sequential' && (!model.complete || isChanged)) return null;
  return model.outputs.map(portOf);
}

/** What stands for an unknown value, which may be a list. */
function mayBeSeveral({ node }: TensorValue): boolean {
  return node.layer.description.operator === 'unknown' && node.layer.source === null;
}

function portOf(tensor: TensorValue): Port {
  return {
    name: tensor.node.layer.label,
    shape: known(tensor.shape),
    activation: tensor.alternatives ? null : activationOf(tensor.node.layer),
    needs: null,
  };
}

function known(shape: Shape): Shape | null {
  return shape.length === 0 ? null : shape;
}

/** The activation that a layer ends with; of a model, that of its last layer. */
function activationOf({ model, description, source }: LayerValue): Word | null {
  const [output] = model?.outputs ?? [];
  if (output) return output.alternatives ? null : activationOf(output.node.layer);
  const { operator, attributes } = description;
  const written = source?.arguments.activation;
  const place = written
    ? { file: written.file, range: written.property }
    : source && { file: source.file, range: source.name };
  if (operator === 'softmax') return { text: 'softmax', isText: true, place };
  const takesOne = 'activation' in (definitionOf(operator)?.attributes ?? {});
  const { activation } = attributes;
  return takesOne && typeof activation === 'string' ? { text: activation, isText: true, place } : null;
}

/** The inputs that tensors are computed from, on every way that the program may go. */
function sourcesOf(tensors: readonly TensorValue[]): readonly TensorValue[] {
  return tensorsBehind(tensors).filter(({ alternatives, node }) => !alternatives && node.inputs.length === 0);
}

/** All tensors that these are computed from, themselves included. */
function tensorsBehind(tensors: readonly TensorValue[]): readonly TensorValue[] {
  const seen = new Set<TensorValue>(tensors);
  // A set grows while it is walked.
  for (const { alternatives, node } of seen) for (const each of alternatives?.ways ?? node.inputs) seen.add(each);
  return [...seen];
}

function definitionOf(operator: string): Operator | null {
  return operator in operators ? operators[operator as keyof typeof operators] : null;
}

/** What the first layer behind an input asks of it, which of several is the strictest. */
function needsOf(input: TensorValue, { model }: LayerValue): Needs | null {
  const behind = tensorsBehind(model?.outputs ?? []).filter(({ node }) => node.inputs.includes(input));
  for (const { node } of behind) {
    const { layer } = node;
    const [inner] = layer.model?.inputs ?? [];
    const needs = inner ? needsOf(inner, layer) : ownNeeds(layer);
    if (needs) return needs;
  }
  return null;
}

function ownNeeds({ description: { operator, attributes } }: LayerValue): Needs | null {
  const { family, takes } = definitionOf(operator) ?? {};
  if (operator === 'dense') return { fewestAxes: 2, mostAxes: Number.POSITIVE_INFINITY, isWidthFixed: true };
  const axes = takes && ranks[takes];
  if (!axes || (family !== 'convolution' && family !== 'recurrent')) return null;
  return { fewestAxes: axes, mostAxes: axes, isWidthFixed: attributes.dataFormat !== 'channelsFirst' };
}

/** How many axes there are, the batch included. */
const ranks: Readonly<Record<Taken, number | null>> = {
  anything: null,
  vector: null,
  sequence: 3,
  image: 4,
  volume: 5,
  frames: 5,
};
