import { greatestCommonDivisor } from './divisors.ts';

/**
 * One extent of a tensor, or a count derived from extents.
 *
 * - a number is known;
 * - an `Expression` is symbolic in named sizes (`H`, `filters`), kept in a canonical form so that equal
 *   expressions print equally;
 * - `null` is unknown, and also the batch. It prints as `?`.
 */
export type Dimension = number | Expression | null;

/** A sum of terms. Plain data, so that it crosses worker and process borders unchanged. */
export interface Expression {
  readonly terms: readonly Term[];
}

/** coefficient · product of factors (a factor repeated is a power); no factors: the constant term. */
export interface Term {
  readonly coefficient: number;
  readonly factors: readonly Factor[];
}

export type Factor =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'floor' | 'ceil'; readonly of: Expression; readonly by: number }
  | { readonly kind: 'max'; readonly of: readonly (Expression | number)[] };

/** A named size. Named sizes stand for positive integers. */
export function symbol(name: string): Expression {
  return { terms: [{ coefficient: 1, factors: [{ kind: 'name', name }] }] };
}

export function isKnown(dimension: Dimension): dimension is number {
  return typeof dimension === 'number';
}

export function add(a: Dimension, b: Dimension): Dimension {
  if (isKnown(a) && isKnown(b)) return finite(a + b);
  if (a === null || b === null) return null;
  return collect([...termsOf(a), ...termsOf(b)]);
}

export function subtract(a: Dimension, b: Dimension): Dimension {
  return add(a, multiply(-1, b));
}

export function multiply(a: Dimension, b: Dimension): Dimension {
  if (isKnown(a) && isKnown(b)) return finite(a * b);
  if (a === null || b === null) return null;
  const [left, right] = [termsOf(a), termsOf(b)];
  if (left.length * right.length > LARGEST_SUM) return null;
  return collect(
    left.flatMap((x) =>
      right.map((y) => ({ coefficient: x.coefficient * y.coefficient, factors: [...x.factors, ...y.factors] })),
    ),
  );
}

/** The product of all, 1 for none. */
export function product(dimensions: readonly Dimension[]): Dimension {
  return dimensions.reduce(multiply, 1);
}

/** The sum of all, 0 for none. */
export function sum(dimensions: readonly Dimension[]): Dimension {
  return dimensions.reduce(add, 0);
}

/** ⌊a/b⌋. Null when b is not positive, or symbolic and not a divisor that cancels. */
export function floorDivide(a: Dimension, b: Dimension): Dimension {
  if (a === null || b === null) return null;
  if (!isKnown(b)) return cancel(a, b);
  if (!(b > 0)) return null;
  if (isKnown(a)) return finite(Math.floor(a / b));
  return Number.isInteger(b) ? floorOf(a.terms, b) : null;
}

/** ⌈a/b⌉ = ⌊(a + b − 1)/b⌋, on integers. */
export function ceilDivide(a: Dimension, b: Dimension): Dimension {
  if (isKnown(a) && isKnown(b)) return b > 0 ? finite(Math.ceil(a / b)) : null;
  if (!isKnown(b)) return floorDivide(a, b);
  return floorDivide(add(a, b - 1), b);
}

/** The largest of all. Arguments that another one always reaches are dropped. */
export function maximum(...dimensions: readonly Dimension[]): Dimension {
  const kept: (Expression | number)[] = [];
  for (const candidate of dimensions) {
    if (candidate === null) return null;
    if (kept.some((other) => isNonNegative(subtract(other, candidate)))) continue;
    const rest = kept.filter((other) => !isNonNegative(subtract(candidate, other)));
    kept.splice(0, kept.length, ...rest, candidate);
  }
  const [first, ...others] = kept;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const of = kept.toSorted((a, b) => compareText(printDimension(a), printDimension(b)));
  return collect([{ coefficient: 1, factors: [{ kind: 'max', of }] }]);
}

/** The smallest of all: min(a, b) = −max(−a, −b). */
export function minimum(...dimensions: readonly Dimension[]): Dimension {
  return multiply(-1, maximum(...dimensions.map((dimension) => multiply(-1, dimension))));
}

/** Whether two sizes are equal whatever their names stand for; null when that can't be told. */
export function same(a: Dimension, b: Dimension): boolean | null {
  const difference = subtract(a, b);
  if (difference === null) return null;
  if (isKnown(difference)) return difference === 0;
  return isPositive(difference) || isPositive(multiply(-1, difference)) ? false : null;
}

/** Whether a size is larger than another whatever their names stand for; false also when that can't be told. */
export function isLarger(a: Dimension, b: Dimension): boolean {
  const difference = subtract(a, b);
  if (difference === null) return false;
  return isKnown(difference) ? difference > 0 : isPositive(difference);
}

/** Puts sizes in for names. Names without a binding stay. */
export function substitute(dimension: Dimension, bindings: Readonly<Record<string, Dimension>>): Dimension {
  if (dimension === null || isKnown(dimension)) return dimension;
  const value = (factor: Factor): Dimension => {
    switch (factor.kind) {
      case 'name':
        return Object.hasOwn(bindings, factor.name) ? (bindings[factor.name] ?? null) : symbol(factor.name);
      case 'floor':
        return floorDivide(substitute(factor.of, bindings), factor.by);
      case 'ceil':
        return ceilDivide(substitute(factor.of, bindings), factor.by);
      case 'max':
        return maximum(...factor.of.map((part) => substitute(part, bindings)));
      default:
        return factor satisfies never;
    }
  };
  return sum(dimension.terms.map((term) => multiply(term.coefficient, product(term.factors.map(value)))));
}

/** The names of the sizes on which a size depends. */
export function namesIn(dimension: Dimension): readonly string[] {
  if (dimension === null || isKnown(dimension)) return [];
  return dimension.terms.flatMap(({ factors }) =>
    factors.flatMap((factor) => {
      if (factor.kind === 'name') return [factor.name];
      return factor.kind === 'max' ? factor.of.flatMap(namesIn) : namesIn(factor.of);
    }),
  );
}

/** `?`, `224`, `⌈H/2⌉`, `⌊(H−3)/4⌋+1`, `4·H·filters`. */
export function printDimension(dimension: Dimension): string {
  if (dimension === null) return '?';
  if (isKnown(dimension)) return printNumber(dimension);
  const leading = dimension.terms.find((term) => term.coefficient > 0);
  const ordered = leading ? [leading, ...dimension.terms.filter((term) => term !== leading)] : dimension.terms;
  return ordered
    .map((term, index) => {
      const body = printTerm({ ...term, coefficient: Math.abs(term.coefficient) });
      if (term.coefficient < 0) return `−${body}`;
      return index === 0 ? body : `+${body}`;
    })
    .join('');
}

/** `[?, 224, 224, 3]` */
export function printShape(shape: readonly Dimension[]): string {
  return `[${shape.map(printDimension).join(', ')}]`;
}

/** `112×112×64`: a shape without its batch. */
export function printSizes(shape: readonly Dimension[]): string {
  return shape
    .slice(1)
    .map((size) =>
      size !== null && !isKnown(size) && size.terms.length > 1 ? `(${printDimension(size)})` : printDimension(size),
    )
    .join('×');
}

/** Sums with more terms than this cannot be read and cost time; they become unknown. */
const LARGEST_SUM = 256;

/** Products that take more characters to print, as repeated squares and nested divisions do, likewise. */
const LONGEST_PRODUCT = 2000;

function finite(value: number): Dimension {
  // Adding zero turns −0, which would print and compare oddly, into 0.
  return Number.isFinite(value) ? value + 0 : null;
}

function termsOf(dimension: Expression | number): readonly Term[] {
  return isKnown(dimension) ? [{ coefficient: dimension, factors: [] }] : dimension.terms;
}

/** The canonical form: equal products merged, sorted by falling degree, a lone constant as a number. */
function collect(terms: readonly Term[]): Dimension {
  const byKey = new Map<string, Term>();
  for (const { coefficient, factors } of terms) {
    const sorted =
      factors.length > 1 ? factors.toSorted((a, b) => compareText(printFactor(a), printFactor(b))) : factors;
    const key = sorted.map(printFactor).join('·');
    if (key.length > LONGEST_PRODUCT) return null;
    const before = byKey.get(key)?.coefficient ?? 0;
    byKey.set(key, { coefficient: before + coefficient, factors: sorted });
  }
  const kept = [...byKey].filter(([, term]) => term.coefficient !== 0);
  if (kept.length > LARGEST_SUM || kept.some(([, term]) => !Number.isFinite(term.coefficient))) return null;
  kept.sort(([k, a], [l, b]) => b.factors.length - a.factors.length || compareText(k, l));
  const [first] = kept;
  if (first === undefined) return 0;
  if (kept.length === 1 && first[1].factors.length === 0) return first[1].coefficient;
  return { terms: kept.map(([, term]) => term) };
}

/**
 * ⌊(sum of terms)/b⌋ with every multiple of b pulled out, common divisors cancelled and inner divisions merged:
 * ⌊(g·x + c)/(g·b)⌋ = ⌊(x + ⌊c/g⌋)/b⌋ and ⌊(⌊x/a⌋ + y)/b⌋ = ⌊(x + a·y)/(a·b)⌋ for integers x, y.
 */
function floorOf(terms: readonly Term[], b: number): Dimension {
  if (terms.some((term) => !Number.isSafeInteger(term.coefficient))) return null;
  const whole = collect(terms.map((term) => ({ ...term, coefficient: Math.floor(term.coefficient / b) })));
  const rest = terms
    .map((term) => ({ ...term, coefficient: term.coefficient - b * Math.floor(term.coefficient / b) }))
    .filter((term) => term.coefficient !== 0);
  const symbolic = rest.filter((term) => term.factors.length > 0);
  if (symbolic.length === 0) return whole;
  const constant = rest.find((term) => term.factors.length === 0)?.coefficient ?? 0;
  const common = symbolic.reduce((divisor, term) => greatestCommonDivisor(divisor, term.coefficient), b);
  const numerator = symbolic.map((term) => ({ ...term, coefficient: term.coefficient / common }));
  return add(whole, irreducible(numerator, Math.floor(constant / common), b / common));
}

function irreducible(numerator: readonly Term[], constant: number, b: number): Dimension {
  const inner = numerator.filter(
    (term) => term.coefficient === 1 && term.factors.length === 1 && dividing(term.factors[0]!),
  );
  const [only] = inner;
  const factor = only?.factors[0];
  if (inner.length === 1 && factor !== undefined && dividing(factor)) {
    const others = collect([...numerator.filter((term) => term !== only), { coefficient: constant, factors: [] }]);
    const raised = factor.kind === 'ceil' ? factor.by - 1 : 0;
    return floorDivide(add(add(factor.of, raised), multiply(factor.by, others)), factor.by * b);
  }
  const division = (kind: 'floor' | 'ceil', offset: number): Dimension => {
    const of = collect([...numerator, { coefficient: offset, factors: [] }]);
    if (of === null || isKnown(of)) return floorDivide(of, b);
    return collect([{ coefficient: 1, factors: [{ kind, of, by: b }] }]);
  };
  // The remainder is written as −r + 1 outside, the way ⌊(n − k)/s⌋ + 1 is, except where ⌊x/b⌋ or ⌈x/b⌉ says it all.
  if (constant === 0) return division('floor', 0);
  if (constant === b - 1) return division('ceil', 0);
  return add(division('floor', constant - b), 1);
}

function dividing(factor: Factor): factor is Extract<Factor, { readonly by: number }> {
  return factor.kind === 'floor' || factor.kind === 'ceil';
}

/** a/b for a symbolic divisor, where every term of a contains the divisor's only term. */
function cancel(a: Expression | number, b: Expression): Dimension {
  const [divisor, ...more] = b.terms;
  if (divisor === undefined || more.length > 0) return same(a, b) ? 1 : null;
  const quotients: Term[] = [];
  for (const term of termsOf(a)) {
    const factors = [...term.factors];
    for (const factor of divisor.factors) {
      const at = factors.findIndex((other) => printFactor(other) === printFactor(factor));
      if (at < 0) return null;
      factors.splice(at, 1);
    }
    quotients.push({ coefficient: term.coefficient, factors });
  }
  return floorDivide(collect(quotients), divisor.coefficient);
}

/** Sizes are at least 1, so a sum without negative terms is not negative. Sufficient, not necessary. */
function isNonNegative(dimension: Dimension): boolean {
  if (dimension === null) return false;
  return leastValue(dimension) >= 0;
}

function isPositive(dimension: Dimension): boolean {
  return dimension !== null && leastValue(dimension) > 0;
}

/** A lower bound of the value for positive integer names, −∞ when this simple argument finds none. */
function leastValue(dimension: Expression | number): number {
  if (isKnown(dimension)) return dimension;
  return dimension.terms.reduce((total, { coefficient, factors }) => {
    if (factors.length === 0) return total + coefficient;
    const least = factors.map(leastFactor).reduce((a, b) => (a < 0 || b < 0 ? Number.NEGATIVE_INFINITY : a * b), 1);
    return total + (coefficient > 0 && least >= 0 ? coefficient * least : Number.NEGATIVE_INFINITY);
  }, 0);
}

function leastFactor(factor: Factor): number {
  switch (factor.kind) {
    case 'name':
      return 1;
    case 'floor':
      return Math.floor(leastValue(factor.of) / factor.by);
    case 'ceil':
      return Math.ceil(leastValue(factor.of) / factor.by);
    case 'max':
      return Math.max(...factor.of.map(leastValue));
    default:
      return factor satisfies never;
  }
}

function printTerm({ coefficient, factors }: Term): string {
  const parts = coefficient === 1 && factors.length > 0 ? [] : [printNumber(coefficient)];
  for (let at = 0; at < factors.length; ) {
    const text = printFactor(factors[at]!);
    let power = 1;
    while (at + power < factors.length && printFactor(factors[at + power]!) === text) power++;
    parts.push(power === 1 ? text : `${text}${superscript(power)}`);
    at += power;
  }
  return parts.join('·');
}

function printFactor(factor: Factor): string {
  switch (factor.kind) {
    case 'name':
      return factor.name;
    case 'floor':
      return `⌊${printNumerator(factor.of)}/${factor.by}⌋`;
    case 'ceil':
      return `⌈${printNumerator(factor.of)}/${factor.by}⌉`;
    case 'max':
      return `max(${factor.of.map(printDimension).join(', ')})`;
    default:
      return factor satisfies never;
  }
}

function printNumerator(expression: Expression): string {
  return expression.terms.length > 1 ? `(${printDimension(expression)})` : printDimension(expression);
}

/** Fractions are strides behind up-sampling, where three digits say enough. */
function printNumber(value: number): string {
  const shown = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return shown < 0 ? `−${-shown}` : `${shown}`;
}

function superscript(power: number): string {
  return [...`${power}`].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
