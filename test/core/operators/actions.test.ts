import { describe, expect, it } from 'vitest';
import { operatorNames, operators } from '../../../core/operators/index.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import type { Action, Operator, Taken } from '../../../core/vocabulary/operator.ts';
import { operatorExamples } from '../../../scripts/operator-examples.ts';

const ranks: Readonly<Record<Exclude<Taken, 'anything'>, number>> = {
  vector: 1,
  sequence: 2,
  image: 3,
  volume: 4,
  frames: 4,
};

/** What an operator makes of its worked example. */
function example(name: keyof typeof operators) {
  const operator: Operator = operators[name];
  const { attributes } = readAttributes(operator, operatorExamples[name].attributes);
  const inputs = operatorExamples[name].inputs.map((sizes) => [null, ...sizes]);
  const { outputs } = operator.infer(attributes, inputs, operators);
  return { inputs, attributes, outputs, weights: operator.weights(attributes, inputs, operators) };
}

const withAction = (...actions: readonly Action[]) =>
  operatorNames.filter((name) => actions.includes(operators[name].action));

it.each(operatorNames.filter((name) => operators[name].takes !== 'anything'))('%s takes what it says', (name) => {
  const { takes } = operators[name];
  if (takes === 'anything') throw new Error('filtered out above');
  expect(example(name).inputs[0]).toHaveLength(1 + ranks[takes]);
});

describe('what an operator does shows in its shapes and weights', () => {
  it.each(withAction('elementwise', 'normalising', 'batch-normalising'))('%s keeps the shape', (name) => {
    const { inputs, outputs } = example(name);
    expect(outputs).toEqual(inputs);
  });

  it.each(withAction('padding', 'flattening', 'moving', 'resampling', 'joining', 'contracting'))(
    '%s has no weights',
    (name) => {
      expect(example(name).weights).toEqual([]);
    },
  );

  it.each(withAction('mixing', 'filtering'))('%s has a kernel', (name) => {
    expect(example(name).weights.length).toBeGreaterThan(0);
  });
});

it.each(operatorNames)('%s makes no weight of a known size out of an unknown input', (name) => {
  const operator: Operator = operators[name];
  const { inputs, weights, attributes } = example(name);
  const made = operator.weights(
    attributes,
    inputs.map(() => []),
    operators,
  );
  for (const [at, { shape }] of made.entries()) {
    if (shape.every((size) => size !== null)) expect(shape).toEqual(weights[at]!.shape);
  }
});
