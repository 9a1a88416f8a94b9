import { type OperatorName, operators } from '../../../core/operators/index.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import { NO_COST } from '../../../core/vocabulary/cost.ts';
import { product } from '../../../core/vocabulary/dimension.ts';
import type { Attributes, AttributeValue, Cost, Operator, Reach, Shape } from '../../../core/vocabulary/operator.ts';
import type { NodeDef } from './node-def.ts';
import { atBatchOne, type Tensor, tensor } from './tensor.ts';

/** An operation with what is known of its operands. */
export interface Operation {
  readonly def: NodeDef;
  readonly inputs: readonly Tensor[];
}

/** What an operation makes of its operands. */
export interface Outcome {
  readonly outputs: readonly Tensor[];
  /** Work at batch 1. */
  readonly cost: Cost;
  readonly reach: Reach;
  /** The operator that computes the same, where there is one. */
  readonly same?: SameOperator;
  /** Why nothing, or not everything, is known of the outputs. */
  readonly why?: string;
  /** Something that the runtime would refuse. */
  readonly problem?: string;
}

/** How an operator takes the operands: as data, in order, or as its weights. */
export interface SameOperator {
  readonly operator: OperatorName;
  readonly attributes: Attributes;
  readonly data: readonly number[];
  readonly weights: Readonly<Record<string, number>>;
}

export type Rule = (operation: Operation) => Outcome;

export type Rules = Readonly<Record<string, Rule>>;

interface Parts {
  readonly cost?: Partial<Cost>;
  readonly reach?: Reach;
  readonly why?: string | undefined;
  readonly problem?: string | undefined;
}

/** An outcome with outputs of the given shapes. */
export function outcome(outputs: readonly Tensor[], { cost, reach, why, problem }: Parts = {}): Outcome {
  return {
    outputs,
    cost: { ...NO_COST, ...cost },
    reach: reach ?? 'unknown',
    ...(why === undefined ? {} : { why }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Nothing is known, and why. */
export function unknownOutcome(why: string, outputs = 1): Outcome {
  const nothing = { macs: null, biasAdds: null, otherOps: null };
  const unknown = Array.from({ length: outputs }, () => tensor(null));
  return { outputs: unknown, cost: nothing, reach: 'unknown', why };
}

interface Form {
  readonly data?: readonly number[];
  readonly weights?: Readonly<Record<string, number>>;
  /** False where the operator gives shape and cost, but would not compute the same values. */
  readonly runs?: boolean;
}

/** The outcome that an operator of the core describes: its shape, its cost, its reach. */
export function asOperator(
  { inputs }: Operation,
  operator: OperatorName,
  raw: Readonly<Record<string, AttributeValue | undefined>>,
  { data = [0], weights = {}, runs = true }: Form = {},
): Outcome {
  const definition: Operator = operators[operator];
  const { attributes } = readAttributes(definition, raw);
  const shapes = data.map((index): Shape => inputs[index]?.shape ?? []);
  const { outputs } = definition.infer(attributes, shapes, operators);
  const { macs, biasAdds, otherOps } = definition.cost(attributes, shapes, outputs, operators);
  return {
    outputs: outputs.map((shape) => tensor(shape.length === 0 ? null : shape)),
    cost: { macs: atBatchOne(macs), biasAdds: atBatchOne(biasAdds), otherOps: atBatchOne(otherOps) },
    reach: definition.reach(attributes, shapes, operators),
    ...(runs ? { same: { operator, attributes, data, weights } } : {}),
  };
}

/** Elements of a tensor at batch 1; null when unknown. */
export function elementsOfTensor({ shape }: Tensor): ReturnType<typeof product> {
  return shape === null ? null : atBatchOne(product(shape));
}
