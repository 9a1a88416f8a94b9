import { describe, expect, it } from 'vitest';
import { isOperatorName, operatorNames, operators } from '../../../core/operators/index.ts';
import { nearestSpelling, readAttributes, TENSORFLOW_ACTIVATIONS } from '../../../core/vocabulary/attributes.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { printPhrases } from '../../../core/vocabulary/phrase.ts';

const conv = (raw: Readonly<Record<string, AttributeValue | undefined>>) =>
  readAttributes(operators.conv2d, { filters: 8, kernelSize: 3, ...raw });

describe('readAttributes', () => {
  it('fills in defaults and repeats single numbers', () => {
    const { attributes, facts } = conv({});
    expect(facts).toEqual([]);
    expect(attributes).toEqual({
      filters: 8,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      dilationRate: [1, 1],
      groups: 1,
      activation: 'linear',
      useBias: true,
      dataFormat: 'channelsLast',
      flip: false,
    });
  });

  it('takes the strides of a pooling from its window', () => {
    expect(readAttributes(operators.maxPooling2d, { poolSize: [3, 2] }).attributes.strides).toEqual([3, 2]);
    expect(readAttributes(operators.maxPooling2d, { poolSize: 3, strides: 1 }).attributes.strides).toEqual([1, 1]);
  });

  it('keeps unknown and symbolic values without a word', () => {
    const { attributes, facts } = conv({
      filters: symbol('filters'),
      kernelSize: null,
      padding: null,
      strides: [2, null],
    });
    expect(facts).toEqual([]);
    expect(attributes).toMatchObject({
      filters: symbol('filters'),
      kernelSize: [null, null],
      padding: null,
      strides: [2, null],
    });
  });

  it.each<[string, AttributeValue, AttributeValue | undefined]>([
    ['filters', 0, 1],
    ['filters', 32.5, 33],
    ['filters', '32', undefined],
    ['strides', 0, 1],
    ['strides', [1, 0], [1, 1]],
    ['strides', [2, 2, 2], 2],
    ['kernelSize', [3, 5, 7], undefined],
    ['padding', 'smae', 'same'],
    ['padding', 'Same', 'same'],
    ['padding', [1, 2, 3], undefined],
    ['activation', 'rellu', 'relu'],
    ['activation', 'hard_sigmoid', 'hardSigmoid'],
    ['dataFormat', 'channels_first', 'channelsFirst'],
    ['useBias', 'yes', undefined],
  ])('%s: %j is invalid and becomes %j', (attribute, value, suggestion) => {
    const { attributes, facts } = conv({ [attribute]: value });
    expect(facts).toMatchObject([{ kind: 'invalid-argument', attribute, value }]);
    expect(facts[0]).toHaveProperty('expected');
    expect('suggestion' in facts[0]! ? facts[0].suggestion : undefined).toEqual(suggestion);
    expect([attributes[attribute]].flat()).toSatisfy((read: unknown[]) => read.every((one) => one === null));
  });

  it.each<AttributeValue>([
    2,
    [1, 2],
    [
      [0, 1],
      [2, 3],
    ],
    ['same', 'valid'],
    'full',
    'half',
  ])('accepts padding %j', (padding) => {
    expect(conv({ padding })).toMatchObject({ facts: [], attributes: { padding } });
  });

  it('takes only the activations that the runtime has', () => {
    const raw = { activation: 'hardSwish' };
    expect(readAttributes(operators.activation, raw).facts).toEqual([]);
    expect(readAttributes(operators.activation, raw, TENSORFLOW_ACTIVATIONS)).toMatchObject({
      attributes: { activation: null },
      facts: [{ kind: 'invalid-argument', attribute: 'activation' }],
    });
  });

  it('says what is missing', () => {
    expect(readAttributes(operators.dense, {})).toMatchObject({
      attributes: { units: null },
      facts: [{ kind: 'missing-argument', attribute: 'units' }],
    });
  });
});

describe('nearestSpelling', () => {
  it('forgives a slip, not another word', () => {
    expect(nearestSpelling('kernalSize', ['kernelSize', 'filters'])).toBe('kernelSize');
    expect(nearestSpelling('stride', ['strides', 'size'])).toBe('strides');
    expect(nearestSpelling('fitlers', ['filters'])).toBe('filters');
    expect(nearestSpelling('dropout', ['filters', 'padding'])).toBe(undefined);
  });
});

describe('the table', () => {
  it('lists every operator under its own name, documented', () => {
    for (const name of operatorNames) {
      const operator = operators[name];
      expect(operator.name).toBe(name);
      expect(operator.title).toMatch(/^[A-Z0-9]/);
      expect(operator.doc).toMatch(/\.$/);
      for (const spec of Object.values(operator.attributes)) expect(spec.doc).toMatch(/^[A-Z'].*\.$/s);
    }
    expect(isOperatorName('toString')).toBe(false);
  });

  it('reads its own defaults without complaint and answers for inputs of unknown shape', () => {
    for (const name of operatorNames) {
      const operator = operators[name];
      const { attributes } = readAttributes(operator, {});
      const { outputs } = operator.infer(attributes, [[]], operators);
      expect(outputs.length).toBeGreaterThan(0);
      operator.weights(attributes, [[]], operators);
      operator.cost(attributes, [[]], outputs, operators);
      operator.reach(attributes, [[]], operators);
      expect(printPhrases(operator.summary(attributes))).toBeTypeOf('string');
    }
  });

  it('never throws on no inputs, several inputs or the wrong rank', () => {
    const shapes = [
      [],
      [[null]],
      [[null, 3]],
      [
        [null, 4, 4, 2],
        [null, 4, 4, 2],
      ],
      [[null, 2, 3, 4, 5, 6]],
    ];
    for (const name of operatorNames) {
      const operator = operators[name];
      const { attributes } = readAttributes(operator, {});
      for (const inputs of shapes) {
        const { outputs } = operator.infer(attributes, inputs, operators);
        operator.weights(attributes, inputs, operators);
        operator.cost(attributes, inputs, outputs, operators);
        operator.reach(attributes, inputs, operators);
      }
    }
  });
});
