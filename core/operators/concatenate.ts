import { numberOf } from '../vocabulary/attribute-values.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { isKnown, same, sum } from '../vocabulary/dimension.ts';
import type { Attributes, Inference, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { isUnknownShape, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';
import { reachAcross } from './activation.ts';

export const concatenate: Operator = {
  name: 'concatenate',
  title: 'Concatenation',
  doc: 'Joins its inputs along one axis; all other sizes must agree.',
  family: 'merge',
  takes: 'anything',
  action: 'joining',
  attributes: { axis: { kind: 'axis', default: -1, doc: 'Axis along which sizes add up; the last one unless given.' } },
  infer: inferConcatenate,
  weights: () => [],
  cost: () => NO_COST,
  reach: (attributes, inputs) => {
    const axis = numberOf(attributes, 'axis');
    const along = reachAcross(axis === null ? null : [axis], attributes, inputs[0] ?? UNKNOWN_SHAPE);
    return along === 'whole' ? 'unknown' : along;
  },
  summary: (attributes) => (attributes.axis === -1 ? [] : [phrase('axis {0}', `${attributes.axis}`)]),
};

function inferConcatenate(attributes: Attributes, inputs: readonly Shape[]): Inference {
  const [first] = inputs;
  if (first === undefined || inputs.length < 2) {
    const fact = { kind: 'input-count', expected: told('at least two inputs'), actual: inputs.length } as const;
    return { outputs: [first ?? UNKNOWN_SHAPE], facts: [fact] };
  }
  const axis = numberOf(attributes, 'axis');
  if (axis === null || inputs.some(isUnknownShape)) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  const at = axis < 0 ? axis + first.length : axis;
  if (inputs.some((shape) => shape.length !== first.length) || at < 0 || at >= first.length) {
    return { outputs: [UNKNOWN_SHAPE], facts: [{ kind: 'shape-mismatch', inputs }] };
  }
  const output = first.map((size, i) => {
    const sizes = inputs.map((shape) => shape[i]!);
    return i === at ? sum(sizes) : (sizes.find(isKnown) ?? sizes.find((other) => other !== null) ?? size);
  });
  const disagrees = first.findIndex((size, i) => i !== at && inputs.some((shape) => same(size, shape[i]!) === false));
  return { outputs: [output], facts: disagrees < 0 ? [] : [{ kind: 'shape-mismatch', inputs, axis: disagrees }] };
}
