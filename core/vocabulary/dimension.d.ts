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
  | {
      readonly kind: 'name';
      readonly name: string;
    }
  | {
      readonly kind: 'floor' | 'ceil';
      readonly of: Expression;
      readonly by: number;
    }
  | {
      readonly kind: 'max';
      readonly of: readonly (Expression | number)[];
    };
/** A named size. Named sizes stand for positive integers. */
export declare function symbol(name: string): Expression;
export declare function isKnown(dimension: Dimension): dimension is number;
export declare function add(a: Dimension, b: Dimension): Dimension;
export declare function subtract(a: Dimension, b: Dimension): Dimension;
export declare function multiply(a: Dimension, b: Dimension): Dimension;
/** The product of all, 1 for none. */
export declare function product(dimensions: readonly Dimension[]): Dimension;
/** The sum of all, 0 for none. */
export declare function sum(dimensions: readonly Dimension[]): Dimension;
/** ⌊a/b⌋. Null when b is not positive, or symbolic and not a divisor that cancels. */
export declare function floorDivide(a: Dimension, b: Dimension): Dimension;
/** ⌈a/b⌉ = ⌊(a + b − 1)/b⌋, on integers. */
export declare function ceilDivide(a: Dimension, b: Dimension): Dimension;
/** The largest of all. Arguments that another one always reaches are dropped. */
export declare function maximum(...dimensions: readonly Dimension[]): Dimension;
/** The smallest of all: min(a, b) = −max(−a, −b). */
export declare function minimum(...dimensions: readonly Dimension[]): Dimension;
/** Whether two sizes are equal whatever their names stand for; null when that can't be told. */
export declare function same(a: Dimension, b: Dimension): boolean | null;
/** Whether a size is larger than another whatever their names stand for; false also when that can't be told. */
export declare function isLarger(a: Dimension, b: Dimension): boolean;
/** Puts sizes in for names. Names without a binding stay. */
export declare function substitute(dimension: Dimension, bindings: Readonly<Record<string, Dimension>>): Dimension;
/** `?`, `224`, `⌈H/2⌉`, `⌊(H−3)/4⌋+1`, `4·H·filters`. */
export declare function printDimension(dimension: Dimension): string;
/** `[?, 224, 224, 3]` */
export declare function printShape(shape: readonly Dimension[]): string;
/** `112×112×64`: a shape without its batch. */
export declare function printSizes(shape: readonly Dimension[]): string;
