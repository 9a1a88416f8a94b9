import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  ceilDivide,
  type Dimension,
  floorDivide,
  isKnown,
  maximum,
  minimum,
  multiply,
  printDimension,
  printShape,
  printSizes,
  product,
  same,
  substitute,
  subtract,
  symbol,
} from '../../../core/vocabulary/dimension.ts';

const H = symbol('H');
const W = symbol('W');

describe('printing', () => {
  it.each<[string, Dimension]>([
    ['0.333', 1 / 3],
    ['−0.5', -0.5],
    ['?', null],
    ['224', 224],
    ['−3', -3],
    ['H', H],
    ['4·H', multiply(H, 4)],
    ['2·filters', multiply(2, symbol('filters'))],
    ['H·W', multiply(W, H)],
    ['H²', multiply(H, H)],
    ['H−2', subtract(H, 2)],
    ['3−H', subtract(3, H)],
    ['⌈H/2⌉', ceilDivide(H, 2)],
    ['⌊H/2⌋', floorDivide(H, 2)],
    ['⌊(H−3)/4⌋−1', add(floorDivide(subtract(H, 11), 4), 1)],
    ['⌊(H−2)/4⌋+1', add(floorDivide(subtract(H, 2), 4), 1)],
    ['max(0, H−3)', maximum(0, subtract(H, 3))],
    ['64·H·W', product([64, W, H])],
  ])('%s', (text, dimension) => {
    expect(printDimension(dimension)).toBe(text);
  });

  it('prints shapes with and without their batch', () => {
    expect(printShape([null, 224, ceilDivide(W, 2), 3])).toBe('[?, 224, ⌈W/2⌉, 3]');
    expect(printSizes([null, subtract(H, 2), ceilDivide(W, 2), 64])).toBe('(H−2)×⌈W/2⌉×64');
  });
});

describe('canonical form', () => {
  it.each<[string, Dimension, Dimension]>([
    ['(H + W) − W = H', subtract(add(H, W), W), H],
    ['H − H = 0', subtract(H, H), 0],
    ['⌊2·H/2⌋ = H', floorDivide(multiply(2, H), 2), H],
    ['⌊(2·H + 1)/4⌋ = ⌊H/2⌋', floorDivide(add(multiply(2, H), 1), 4), floorDivide(H, 2)],
    ['⌈⌈H/2⌉/3⌉ = ⌈H/6⌉', ceilDivide(ceilDivide(H, 2), 3), ceilDivide(H, 6)],
    ['⌊⌊H/2⌋/3⌋ = ⌊H/6⌋', floorDivide(floorDivide(H, 2), 3), floorDivide(H, 6)],
    ['⌊(H + 6)/2⌋ = ⌊H/2⌋ + 3', floorDivide(add(H, 6), 2), add(floorDivide(H, 2), 3)],
    ['⌊(H − 1)/2⌋ + 1 = ⌈H/2⌉', add(floorDivide(subtract(H, 1), 2), 1), ceilDivide(H, 2)],
    ['max(H, H + 2, 0) = H + 2', maximum(H, add(H, 2), 0), add(H, 2)],
    ['H·W/W = H', floorDivide(multiply(H, W), W), H],
    ['(H + 1)·(H − 1) = H² − 1', multiply(add(H, 1), subtract(H, 1)), subtract(multiply(H, H), 1)],
  ])('%s', (_, left, right) => {
    expect(left).toEqual(right);
  });
});

describe('comparison', () => {
  it('knows what is equal or different for every size, and says so when it does not', () => {
    expect(same(H, H)).toBe(true);
    expect(same(224, 224)).toBe(true);
    expect(same(H, add(H, 1))).toBe(false);
    expect(same(multiply(4, H), H)).toBe(false);
    expect(same(H, W)).toBe(null);
    expect(same(H, 224)).toBe(null);
    expect(same(null, 224)).toBe(null);
  });
});

/** An expression together with its own evaluation, which knows nothing of the canonical form. */
interface Sample {
  readonly dimension: Dimension;
  evaluate(sizes: Readonly<Record<string, number>>): number;
}

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: -20, max: 20 }).map((value): Sample => ({ dimension: value, evaluate: () => value })),
    fc.constantFrom('H', 'W').map((name): Sample => ({ dimension: symbol(name), evaluate: (sizes) => sizes[name]! })),
    binary(tie('sample'), add, (a, b) => a + b),
    binary(tie('sample'), subtract, (a, b) => a - b),
    binary(tie('sample'), multiply, (a, b) => a * b),
    binary(tie('sample'), (a, b) => maximum(a, b), Math.max),
    binary(tie('sample'), (a, b) => minimum(a, b), Math.min),
    quotient(tie('sample'), floorDivide, Math.floor),
    quotient(tie('sample'), ceilDivide, Math.ceil),
  ),
}));

function binary(
  part: fc.Arbitrary<Sample>,
  symbolic: (a: Dimension, b: Dimension) => Dimension,
  numeric: (a: number, b: number) => number,
): fc.Arbitrary<Sample> {
  return fc.tuple(part, part).map(([a, b]) => ({
    dimension: symbolic(a.dimension, b.dimension),
    evaluate: (sizes) => numeric(a.evaluate(sizes), b.evaluate(sizes)),
  }));
}

function quotient(
  part: fc.Arbitrary<Sample>,
  symbolic: (a: Dimension, b: Dimension) => Dimension,
  round: (value: number) => number,
): fc.Arbitrary<Sample> {
  return fc.tuple(part, fc.integer({ min: 1, max: 6 })).map(([a, by]) => ({
    dimension: symbolic(a.dimension, by),
    evaluate: (sizes) => round(a.evaluate(sizes) / by),
  }));
}

const sizes = fc.record({ H: fc.integer({ min: 1, max: 60 }), W: fc.integer({ min: 1, max: 60 }) });

describe('properties', () => {
  it('evaluates to what the same arithmetic on numbers gives', () => {
    fc.assert(
      fc.property(sample, sizes, ({ dimension, evaluate }, bound) => {
        fc.pre(dimension !== null && Math.abs(evaluate(bound)) < 1e9);
        expect(substitute(dimension, bound)).toBe(evaluate(bound) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('substitutes one name after the other as it does both at once', () => {
    fc.assert(
      fc.property(sample, sizes, ({ dimension }, bound) => {
        expect(substitute(substitute(dimension, { H: bound.H }), { W: bound.W })).toEqual(substitute(dimension, bound));
      }),
      { numRuns: 1000 },
    );
  });

  it('never calls equal what differs for some size, nor different what is equal for some', () => {
    fc.assert(
      fc.property(sample, sample, sizes, (a, b, bound) => {
        const verdict = same(a.dimension, b.dimension);
        fc.pre(verdict !== null);
        const values = [substitute(a.dimension, bound), substitute(b.dimension, bound)];
        fc.pre(values.every(isKnown));
        expect(values[0] === values[1]).toBe(verdict);
      }),
      { numRuns: 2000 },
    );
  });

  it('prints equal expressions equally and survives being sent as JSON', () => {
    fc.assert(
      fc.property(sample, sample, ({ dimension: a }, { dimension: b }) => {
        const sum = add(a, b);
        expect(sum).toEqual(add(b, a));
        expect(JSON.parse(JSON.stringify(sum))).toEqual(sum);
      }),
      { numRuns: 1000 },
    );
  });
});
