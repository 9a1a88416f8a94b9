import * as l10n from '@vscode/l10n';
import type { KnownApplication, Layer, Node, TensorRef } from '../../../core/graph/node.ts';
import { operators } from '../../../core/operators/index.ts';
import { printDimension } from '../../../core/vocabulary/dimension.ts';
import type { Cost, Operator, Shape, WeightSpec } from '../../../core/vocabulary/operator.ts';
import { member, rangeOf } from '../json/json-tree.ts';
import { placeOf, type Reading } from '../json/reading.ts';
import type { NodeDef } from './node-def.ts';
import type { Outcome, SameOperator } from './operation.ts';
import { atBatchOne, type Tensor, withoutBatch } from './tensor.ts';

export interface Operand {
  readonly tensor: Tensor;
  /** The node that makes it; null for constants. */
  readonly ref: TensorRef | null;
}

interface Made {
  readonly def: NodeDef;
  readonly outcome: Outcome;
  readonly operands: readonly Operand[];
  readonly isInput: boolean;
  /** Constants that other operations own; this one's are added. */
  readonly owned: Set<string>;
}

/** An operation as a layer and its only application. */
export function layerFor(made: Made, reading: Reading): { layer: Layer; node: Omit<Node, 'layer'> } {
  const { def, outcome, operands, isInput } = made;
  const known = knownOf(outcome);
  const same = known === null ? null : agreeing(outcome, operands, known);
  const weights = weightsOf(made);
  const source = sourceOf(def, reading);
  const operator = isInput ? 'inputLayer' : (same?.operator ?? (known === null ? 'unknown' : 'opaque'));
  const layer: Layer = {
    name: def.name,
    label: def.name,
    className: def.op,
    operator,
    attributes: same?.attributes ?? {},
    facts: [],
    trainable: false,
    source,
    instance: 0,
    model: null,
    ...(isInput ? { inputShape: known?.outputs[0] ?? [] } : { weights: weights.specs }),
    ...(same ? { stored: weights.stored } : {}),
    ...whyOf(outcome, known),
  };
  const inputs = (
    same ? same.data.map((index) => operands[index]!) : operands.filter((own, at) => isEdge(own, at, outcome))
  )
    .map(({ ref }) => ref)
    .filter((ref) => ref !== null);
  return { layer, node: { inputs, ...(known && !isInput && !same?.isExact ? { known } : {}) } };
}

/** Null when not even the rank of an output is known. */
function knownOf({ outputs, cost, reach }: Outcome): KnownApplication | null {
  const shapes = outputs.map(({ shape }) => shape).filter((shape) => shape !== null);
  if (shapes.length < outputs.length) return null;
  const atOne: Cost = {
    macs: atBatchOne(cost.macs),
    biasAdds: atBatchOne(cost.biasAdds),
    otherOps: atBatchOne(cost.otherOps),
  };
  return { outputs: shapes.map(withoutBatch), cost: atOne, reach };
}

function whyOf({ why }: Outcome, known: KnownApplication | null): Pick<Layer, 'why'> {
  if (why !== undefined) return { why };
  return known === null ? { why: l10n.t('the shape of its input is unknown') } : {};
}

/**
 * The operator that does the same, if it also finds the same shape. An operator takes the first axis for the batch, which
 * it need not be in a graph. It may know less than the graph, whose kernels tell channels; `isExact` is when it doesn't.
 */
function agreeing(
  { same }: Outcome,
  operands: readonly Operand[],
  { outputs, cost }: KnownApplication,
): (SameOperator & { readonly isExact: boolean }) | null {
  if (same === undefined || same.data.some((index) => !operands[index]?.ref)) return null;
  const definition: Operator = operators[same.operator];
  const inputs = same.data.map((index): Shape => withoutBatch(operands[index]!.tensor.shape ?? []));
  const inferred = definition.infer(same.attributes, inputs, operators).outputs;
  if (!inferred.every((shape, index) => agree(shape, outputs[index] ?? []))) return null;
  const { macs } = definition.cost(same.attributes, inputs, inferred, operators);
  const isExact =
    inferred.every((shape, index) => agree(outputs[index] ?? [], shape)) && (macs !== null || cost.macs === null);
  return { ...same, isExact };
}

/** Whether an operator may find this shape: it may know less. */
function agree(inferred: Shape, known: Shape): boolean {
  if (inferred.length !== known.length) return false;
  return inferred.every((size, axis) => size === null || printDimension(size) === printDimension(known[axis]!));
}

/** Shapes and axes that are understood are no data flow, unless the operation computes with them. */
function isEdge({ tensor: { values } }: Operand, index: number, { outputs }: Outcome): boolean {
  return index === 0 || outputs[0]?.values != null || !values?.every((value) => value !== null);
}

/**
 * The constants among the operands, as weights. Single numbers and integers are no parameters: they scale, shift, or say
 * where. A constant that several operations use counts once.
 */
function weightsOf({ def, outcome: { same }, operands, owned }: Made): {
  readonly specs: readonly WeightSpec[];
  readonly stored: Readonly<Record<string, string>>;
} {
  const roles = new Map(Object.entries(same?.weights ?? {}).map(([name, index]) => [index, name]));
  const specs: WeightSpec[] = [];
  const stored: Record<string, string> = {};
  for (const [index, { tensor }] of operands.entries()) {
    const { constant, shape } = tensor;
    if (constant === null) continue;
    const role = roles.get(index);
    if (role !== undefined) stored[role] = constant.name;
    if (!constant.isReal || shape?.length === 0 || owned.has(constant.name)) continue;
    owned.add(constant.name);
    const name = role ?? shortName(constant.name, def.name);
    specs.push({ name, shape: shape ?? [null], trainable: false, initializer: 'glorot' });
  }
  return { specs, stored };
}

/** What a constant's name says beyond the operation's own. */
function shortName(constant: string, operation: string): string {
  const scope = operation.slice(0, operation.lastIndexOf('/') + 1);
  return constant.startsWith(scope) ? constant.slice(scope.length) : constant;
}

function sourceOf(def: NodeDef, reading: Reading): NonNullable<Layer['source']> {
  const { file, range } = placeOf(reading, def.node);
  const op = member(def.node, 'op');
  return { file, range, name: op ? rangeOf(op) : range, syntax: 'json', arguments: {}, config: null };
}
