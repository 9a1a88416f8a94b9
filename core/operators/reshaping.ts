/** Layers that only move values: flatten, reshape, permute, repeatVector. None has parameters or does arithmetic. */

import { dimensionOf, shapeOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import {
  type Dimension,
  floorDivide,
  isKnown,
  multiply,
  printDimension,
  product,
  same,
} from '../vocabulary/dimension.ts';
import type { Inference, Operator, Shape } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { elementsOf, inferSingle, isUnknownShape } from '../vocabulary/shape.ts';
import { told } from '../vocabulary/told.ts';

const moving = {
  family: 'shape',
  takes: 'anything',
  action: 'moving',
  weights: () => [],
  cost: () => NO_COST,
  reach: () => 'pointwise',
  summary: () => [],
} as const satisfies Partial<Operator>;

export const flatten: Operator = {
  ...moving,
  action: 'flattening',
  name: 'flatten',
  title: 'Flatten',
  doc: 'Lays all values of an example out in one row, which a fully connected layer can read.',
  attributes: { dataFormat: rows.dataFormat },
  infer: (_, inputs) =>
    inferSingle(inputs, null, (input) => {
      const expected = told('at least {0} dimensions: there is nothing to flatten in (batch, features)', 3);
      const idle = input.length === 2 ? ({ idle: true } as const) : {};
      const facts = input.length < 3 ? [{ kind: 'rank-mismatch', expected, input, ...idle } as const] : [];
      return { outputs: [[input[0] ?? null, elementsOf(input)]], facts };
    }),
};

export const reshape: Operator = {
  ...moving,
  name: 'reshape',
  title: 'Reshape',
  doc: 'Reads the same values in the same order into other sizes.',
  attributes: {
    targetShape: {
      kind: 'shape',
      required: true,
      doc: 'New sizes without the batch; one of them may be −1, to be worked out.',
    },
  },
  infer: (attributes, inputs) => inferReshape(shapeOf(attributes, 'targetShape'), inputs),
  summary: (attributes) => {
    const shape = shapeOf(attributes, 'targetShape');
    return shape === null ? [] : [phrase('{0}', shape.map(printDimension).join('×'))];
  },
};

export const permute: Operator = {
  ...moving,
  name: 'permute',
  title: 'Permute',
  doc: 'Puts the axes in another order.',
  attributes: {
    dims: {
      kind: 'shape',
      required: true,
      doc: 'The old axes in their new order, counted from 1; the batch stays in front.',
    },
  },
  infer: (attributes, inputs) => {
    const dims = shapeOf(attributes, 'dims');
    return inferSingle(inputs, dims === null ? null : dims.length + 1, (input) => {
      if (dims === null) return { outputs: [[input[0]!, ...input.slice(1).map(() => null)]], facts: [] };
      const known = dims.every(isKnown);
      if (known && !dims.toSorted((a, b) => a - b).every((axis, at) => axis === at + 1)) {
        const expected = told('each of 1 to {0} once', dims.length);
        const outputs = [[input[0]!, ...dims.map(() => null)]];
        return { outputs, facts: [{ kind: 'invalid-argument', attribute: 'dims', value: dims, expected }] };
      }
      return { outputs: [[input[0]!, ...dims.map((axis) => (isKnown(axis) ? input[axis]! : null))]], facts: [] };
    });
  },
  reach: (attributes, inputs) => {
    const dims = shapeOf(attributes, 'dims');
    return dims?.every((axis, at) => axis === at + 1) || (inputs[0]?.length ?? 0) < 4 ? 'pointwise' : 'unknown';
  },
  summary: (attributes) => {
    const axes = shapeOf(attributes, 'dims');
    return axes === null ? [] : [phrase('{0}', axes.map(printDimension).join(', '))];
  },
};

export const repeatVector: Operator = {
  ...moving,
  takes: 'vector',
  name: 'repeatVector',
  title: 'Repeat vector',
  doc: 'Repeats a vector n times along a new axis of steps.',
  attributes: { n: { kind: 'size', required: true, doc: 'How many times.' } },
  infer: (attributes, inputs) =>
    inferSingle(inputs, 2, ([batch, features]) => ({
      outputs: [[batch ?? null, dimensionOf(attributes, 'n'), features ?? null]],
      facts: [],
    })),
  summary: (attributes) => [phrase('{0} times', dimensionOf(attributes, 'n'))],
};

function inferReshape(target: readonly Dimension[] | null, inputs: readonly Shape[]): Inference {
  const input = inputs.length === 1 && inputs[0] !== undefined && !isUnknownShape(inputs[0]) ? inputs[0] : null;
  if (inputs.length === 1 && input === null && target !== null) {
    return { outputs: [[null, ...target.map((size) => (isOpen(size) ? null : size))]], facts: [] };
  }
  return inferSingle(inputs, null, (from) => {
    if (target === null) return { outputs: [[]], facts: [] };
    const to: Shape = [from[0]!, ...target];
    const mismatch = (outputs: Shape): Inference => ({
      outputs: [outputs],
      facts: [{ kind: 'reshape-size', from, to }],
    });
    const total = elementsOf(from);
    const open = target.filter(isOpen).length;
    const fixed = product(target.filter((size) => !isOpen(size)));
    if (open === 0) return same(total, fixed) === false ? mismatch(to) : { outputs: [to], facts: [] };
    const missing = open === 1 ? floorDivide(total, fixed) : null;
    const output: Shape = [from[0]!, ...target.map((size) => (isOpen(size) ? missing : size))];
    if (open > 1) {
      const expected = told('at most one size to be worked out (−1)');
      return {
        outputs: [output],
        facts: [{ kind: 'invalid-argument', attribute: 'targetShape', value: target, expected }],
      };
    }
    const divides = missing === null ? null : same(multiply(missing, fixed), total);
    return divides === false ? mismatch(output) : { outputs: [output], facts: [] };
  });
}

/** A size that reshape works out: −1, or any negative number. Unknown sizes are worked out the same way. */
function isOpen(size: Dimension): boolean {
  return size === null || (isKnown(size) && size < 0);
}
