import {
  ABSOLUTE,
  ADD,
  ADD_INTEGER,
  type Code,
  DIVIDE,
  GREATER,
  get,
  LESS,
  MAXIMUM,
  MINIMUM,
  MULTIPLY,
  NEAREST,
  NEGATE,
  SELECT,
  SUBTRACT,
  SUBTRACT_INTEGER,
  sequence,
  set,
  shiftLeft,
  shiftRight,
  splat,
  splatInteger,
  TO_INTEGER,
} from './instructions.ts';

/** Vector locals of a function, handed out one after the other. */
export interface Locals {
  take(): number;
  readonly count: number;
}

export function createLocals(first: number): Locals {
  let count = 0;
  return {
    get count() {
      return count;
    },
    take() {
      count += 1;
      return first + count - 1;
    },
  };
}

/** A name for a vector that is used more than once. */
export function named(locals: Locals, value: Code, use: (local: Code) => Code): Code {
  const local = locals.take();
  return sequence(value, set(local), use(get(local)));
}

export const add = (a: Code, b: Code): Code => sequence(a, b, ADD);
export const subtract = (a: Code, b: Code): Code => sequence(a, b, SUBTRACT);
export const multiply = (a: Code, b: Code): Code => sequence(a, b, MULTIPLY);
export const divide = (a: Code, b: Code): Code => sequence(a, b, DIVIDE);
export const select = (a: Code, b: Code, mask: Code): Code => sequence(a, b, mask, SELECT);
export const isLess = (a: Code, b: Code): Code => sequence(a, b, LESS);
export const isGreater = (a: Code, b: Code): Code => sequence(a, b, GREATER);
/** Keeps NaN. */
export const bounded = (value: Code, low: number, high: number): Code =>
  sequence(value, splat(low), MAXIMUM, splat(high), MINIMUM);

const absolute = (value: Code): Code => sequence(value, ABSOLUTE);

/** c₀ + x·(c₁ + x·(c₂ + …)) */
function polynomial(x: Code, coefficients: readonly number[]): Code {
  return coefficients.reduceRight<Code>(
    (sum, coefficient) => (sum.length === 0 ? splat(coefficient) : add(multiply(sum, x), splat(coefficient))),
    [],
  );
}

/**
 * eˣ = 2ⁿ · eʳ with n = round(x / ln 2) and |r| ≤ ½ ln 2, where a polynomial of degree 7 has the last bit right. ln 2 is
 * subtracted in two parts, the first with few digits so that the product is exact. 2ⁿ is made of two factors, because n
 * runs past the exponents of normal numbers on both ends.
 */
export function exponential(x: Code, locals: Locals): Code {
  return named(locals, bounded(x, -104, 89), (v) =>
    named(locals, sequence(multiply(v, splat(Math.LOG2E)), NEAREST), (n) => {
      const high = multiply(n, splat(0.693359375));
      const low = multiply(n, splat(-2.1219444005469057e-4));
      const rest = subtract(subtract(v, high), low);
      const series = (r: Code) => polynomial(r, [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040]);
      return named(locals, sequence(n, TO_INTEGER), (whole) =>
        named(locals, sequence(whole, shiftRight(1)), (half) =>
          multiply(
            multiply(named(locals, rest, series), powerOfTwo(half)),
            powerOfTwo(sequence(whole, half, SUBTRACT_INTEGER)),
          ),
        ),
      );
    }),
  );
}

/** 2ⁿ by its exponent bits. */
function powerOfTwo(n: Code): Code {
  return sequence(n, splatInteger(127), ADD_INTEGER, shiftLeft(23));
}

/** eˣ − 1; near zero by its own series, because the difference would lose all digits. */
export function exponentialMinusOne(x: Code, locals: Locals): Code {
  const near = multiply(x, polynomial(x, [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720]));
  return select(near, subtract(exponential(x, locals), splat(1)), isLess(absolute(x), splat(0.25)));
}

/** (e²ˣ − 1) / (e²ˣ + 1), which is ±1 from 10 on; near zero by its series. */
export function hyperbolicTangent(x: Code, locals: Locals): Code {
  return named(locals, bounded(x, -10, 10), (v) =>
    named(locals, multiply(v, v), (q) => {
      const near = multiply(v, polynomial(q, [1, -1 / 3, 2 / 15, -17 / 315, 62 / 2835]));
      const far = named(locals, exponential(add(v, v), locals), (e) => divide(subtract(e, splat(1)), add(e, splat(1))));
      return select(near, far, isLess(absolute(v), splat(0.25)));
    }),
  );
}

/** 1 / (1 + e⁻ˣ), by e^−|x|, which cannot overflow. */
export function logistic(x: Code, locals: Locals): Code {
  return named(locals, exponential(sequence(absolute(x), NEGATE), locals), (e) =>
    divide(select(e, splat(1), isLess(x, splat(0))), add(splat(1), e)),
  );
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + t) with t = e^−|x|, where ln(1 + t) = 2·artanh(t / (2 + t)) and the argument ≤ ⅓. */
export function softPlus(x: Code, locals: Locals): Code {
  const logarithm = named(locals, exponential(sequence(absolute(x), NEGATE), locals), (t) =>
    named(locals, divide(t, add(splat(2), t)), (r) =>
      named(locals, multiply(r, r), (q) =>
        multiply(add(r, r), polynomial(q, [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13])),
      ),
    ),
  );
  return add(sequence(x, splat(0), MAXIMUM), logarithm);
}

/**
 * The error function by the Chebyshev fit of Numerical Recipes' erfc, relative error 1.2·10⁻⁷; near zero by erf's own
 * series.
 */
export function errorFunction(x: Code, locals: Locals): Code {
  const fit = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const series = [1, -1 / 3, 1 / 10, -1 / 42, 1 / 216, -1 / 1320, 1 / 9360];
  return named(locals, absolute(x), (z) =>
    named(locals, multiply(x, x), (q) => {
      const near = multiply(multiply(x, splat(2 / Math.sqrt(Math.PI))), polynomial(q, series));
      const far = named(locals, divide(splat(1), add(splat(1), multiply(z, splat(0.5)))), (t) => {
        const tail = multiply(t, exponential(subtract(polynomial(t, fit), q), locals));
        return named(locals, subtract(splat(1), tail), (value) =>
          select(sequence(value, NEGATE), value, isLess(x, splat(0))),
        );
      });
      return select(near, far, isLess(z, splat(0.6)));
    }),
  );
}
