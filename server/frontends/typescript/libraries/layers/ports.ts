import { operators } from '../../../../../core/operators/index.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Port, Word } from '../../../uses.ts';
import { merge } from '../../flow/join-shapes.ts';
import type { LayerValue, TensorValue } from '../../values/values.ts';

/** What goes into a model; null when it is not known. */
export function inputPorts({ model }: LayerValue): readonly Port[] | null {
  if (!model || model.inputs.length === 0) return null;
  if (model.kind !== 'sequential') return model.inputs.map(portOf);
  const [first] = model.inputs;
  const sources = sourcesOf(model.outputs);
  if (!first || sources.length === 0) return first ? [portOf(first)] : null;
  // Another first layer on another way that the program may go.
  const shape = sources.map((tensor) => tensor.shape).reduce(merge);
  return [{ ...portOf(first), shape: known(shape) }];
}

/** What comes out of a model; null when it is not known. */
export function outputPorts(layer: LayerValue, isChanged: boolean): readonly Port[] | null {
  const { model } = layer;
  if (!model || model.outputs.length === 0) return null;
  if (model.kind === 'sequential' && (!model.complete || isChanged)) return null;
  return model.outputs.map(portOf);
}

function portOf(tensor: TensorValue): Port {
  return {
    name: tensor.node.layer.label,
    shape: known(tensor.shape),
    activation: tensor.alternatives ? null : activationOf(tensor.node.layer),
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
  const takesOne = operator in operators && 'activation' in operators[operator as keyof typeof operators].attributes;
  const { activation } = attributes;
  return takesOne && typeof activation === 'string' ? { text: activation, isText: true, place } : null;
}

/** The inputs that tensors are computed from, on every way that the program may go. */
function sourcesOf(tensors: readonly TensorValue[]): readonly TensorValue[] {
  const seen = new Set<TensorValue>(tensors);
  const found: TensorValue[] = [];
  // A set grows while it is walked.
  for (const tensor of seen) {
    const next = tensor.alternatives?.ways ?? tensor.node.inputs;
    if (next.length === 0) found.push(tensor);
    for (const each of next) seen.add(each);
  }
  return found;
}
