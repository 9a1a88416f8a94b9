/** Layers that combine tensors element by element, with broadcasting of sizes that are 1. */
import { elementwiseCost } from '../vocabulary/cost.ts';
import { type Dimension, isKnown, same } from '../vocabulary/dimension.ts';
import type { Inference, Operator, Shape } from '../vocabulary/operator.ts';
import { isUnknownShape, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';

export const add = merge('add', 'Addition', 'Adds its inputs element by element: the junction of residual networks.');
export const subtract = merge(
  'subtract',
  'Subtraction',
  'Subtracts the second input from the first, element by element.',
  2,
);
export const multiply = merge(
  'multiply',
  'Multiplication',
  'Multiplies its inputs element by element, as gates and attention do.',
);
export const average = merge('average', 'Average', 'Takes the mean of its inputs, element by element.');
export const maximum = merge('maximum', 'Maximum', 'Keeps the largest of its inputs, element by element.');
export const minimum = merge('minimum', 'Minimum', 'Keeps the smallest of its inputs, element by element.');

function merge(name: string, title: string, doc: string, exactly?: number): Operator {
  return {
    name,
    title,
    doc,
    family: 'merge',
    takes: 'anything',
    action: 'merging',
    attributes: {},
    infer: (_, inputs) => inferMerge(inputs, exactly),
    weights: () => [],
    // n inputs take n − 1 operations per element; the mean one more, its division.
    cost: (_attributes, inputs, outputs) =>
      elementwiseCost(outputs[0], name === 'average' ? inputs.length : inputs.length - 1),
    reach: () => 'pointwise',
    summary: () => [],
  };
}

function inferMerge(inputs: readonly Shape[], exactly: number | undefined): Inference {
  if (inputs.length < 2 || (exactly !== undefined && inputs.length !== exactly)) {
    const expected = exactly === undefined ? told('at least two inputs') : told('{0} inputs', exactly);
    return {
      outputs: [inputs[0] ?? UNKNOWN_SHAPE],
      facts: [{ kind: 'input-count', expected, actual: inputs.length }],
    };
  }
  // A shape of unknown rank may be the longest, so nothing is certain of the result.
  if (inputs.some(isUnknownShape)) return { outputs: [UNKNOWN_SHAPE], facts: [] };
  const output: Dimension[] = [mergeBatch(inputs)];
  const rank = Math.max(...inputs.map((shape) => shape.length));
  for (let axis = 1; axis < rank; axis++) {
    // Sizes are aligned at the end, and the batch stays in front: [N, C] meets [N, H, W, C] at C.
    const sizes = inputs.map((shape) => (axis > rank - shape.length ? shape[axis - (rank - shape.length)]! : 1));
    const merged = sizes.reduce<Dimension | 'disagree'>(broadcast, 1);
    if (merged === 'disagree') return { outputs: [inputs[0]!], facts: [{ kind: 'shape-mismatch', inputs, axis }] };
    output.push(merged);
  }
  return { outputs: [output], facts: [] };
}

function mergeBatch(inputs: readonly Shape[]): Dimension {
  return inputs.map((shape) => shape[0] ?? null).find((batch) => batch !== null) ?? null;
}

/** Sizes whose equality can't be told are taken to be equal: the model would be no model otherwise. */
function broadcast(a: Dimension | 'disagree', b: Dimension): Dimension | 'disagree' {
  if (a === 'disagree') return a;
  if (a === 1) return b;
  if (b === 1) return a;
  if (a === null || b === null) return [a, b].find((size) => isKnown(size)) ?? null;
  return same(a, b) === false ? 'disagree' : isKnown(b) ? b : a;
}
