import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { nearestSpelling, readAttributes } from '../../core/vocabulary/attributes.ts';
import type { Attributes, AttributeValue, Fact, Operator } from '../../core/vocabulary/operator.ts';
import { printTold } from '../../core/vocabulary/told.ts';
import { findClass, type LayerSpelling, readLayer } from '../frontends/layers.ts';
import { argumentOf } from '../frontends/written-spelling.ts';
import { printValue } from '../rules/support/words.ts';
import { Failure } from './failure.ts';

/** New values of a layer's arguments, by TensorFlow.js's names. */
export type NewValues = Readonly<Record<string, AttributeValue>>;

/** The layer as it would be with other arguments. @throws Failure when its library would not take them, or drop them */
export function changeLayer(layer: Layer, values: NewValues): Layer {
  const { trainable = layer.trainable, ...set } = values;
  if (typeof trainable !== 'boolean') throw new Failure(`trainable of ${layer.label} is true or false`);
  const names = Object.keys(set);
  if (names.length === 0) return { ...layer, trainable };
  const operator = changeable(layer);
  for (const name of names)
    if (!Object.hasOwn(operator.attributes, name)) throw new Failure(noArgument(layer, operator, name));
  const read = readAgain(layer, operator, set);
  const about = read.facts.find((fact) => 'attribute' in fact && names.includes(fact.attribute));
  if (about) throw new Failure(refusal(layer, about));
  const changed = Object.keys(operator.attributes).filter(
    (name) => names.includes(name) || follows(layer, operator, name, names),
  );
  const attributes: Attributes = {
    ...layer.attributes,
    ...Object.fromEntries(changed.flatMap((name) => (name in read.attributes ? [[name, read.attributes[name]!]] : []))),
  };
  const facts = layer.facts.filter((fact) => !('attribute' in fact && names.includes(fact.attribute)));
  return { ...layer, attributes, facts, trainable };
}

function changeable(layer: Layer): Operator {
  const operator = operatorOf(layer);
  const what = `${layer.label} is a ${layer.className}`;
  if (layer.model) throw new Failure(`${what}: name one of the layers in it`);
  if (!operator) throw new Failure(`${what}, of which too little is known to say what other arguments would do`);
  if (layer.weights) throw new Failure(`${what} whose weights are stored: other arguments would not fit them`);
  return operator;
}

/** The arguments that a layer has in its library; an operator may have more. */
export function argumentsOf(layer: Layer, { attributes }: Operator): readonly string[] {
  const keys = tensorflowSpelling(layer)?.keys;
  return Object.keys(attributes).filter((name) => !keys || keys.includes(name));
}

function tensorflowSpelling({ source, className }: Layer): LayerSpelling | null {
  return source && !source.vocabulary ? findClass(className) : null;
}

/** What the layer's library makes of the arguments that it has and the new ones. */
function readAgain(
  layer: Layer,
  operator: Operator,
  set: NewValues,
): { attributes: Attributes; facts: readonly Fact[] } {
  const spelling = tensorflowSpelling(layer);
  if (!spelling) return readAttributes(operator, { ...kept(layer, operator, set), ...set });
  const taken = Object.entries(kept(layer, operator, set)).filter(([name]) => spelling.keys.includes(name));
  return readLayer(spelling, { ...Object.fromEntries(taken), ...set }, 'javascript');
}

/** The present values but for those that follow from a new one. */
function kept(layer: Layer, operator: Operator, set: NewValues): NewValues {
  const names = Object.keys(set);
  const entries = Object.entries(layer.attributes).filter(([name]) => !follows(layer, operator, name, names));
  return Object.fromEntries(entries);
}

/** Whether nobody has written an attribute, so that it has the value of one of these: strides that of the window. */
function follows(layer: Layer, operator: Operator, name: string, names: readonly string[]): boolean {
  const from = operator.attributes[name]?.defaultFrom;
  return from !== undefined && names.includes(from) && !names.includes(name) && !argumentOf(layer, name);
}

function noArgument(layer: Layer, operator: Operator, name: string): string {
  const { label, className } = layer;
  const names = argumentsOf(layer, operator);
  const nearest = nearestSpelling(name, names);
  const others = nearest === undefined ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`;
  return `${label} is a ${className}, which has no argument ${name}; ${others}`;
}

function refusal({ label, className }: Layer, fact: Fact): string {
  if (fact.kind === 'invalid-argument') {
    return `${fact.attribute} of ${label} can't be ${printValue(fact.value)}: it has to be ${printTold(fact.expected)}`;
  }
  if (fact.kind === 'ignored-argument')
    return `${label} is a ${className}, which ignores ${fact.attribute}: ${printTold(fact.reason)}`;
  return `${label} can't be made with these arguments`;
}
