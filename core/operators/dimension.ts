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
