/** The types of arguments, by the kinds of the attribute tables. */
import type { ACTIVATIONS } from '../vocabulary/attributes.ts';

export type Activation = (typeof ACTIVATIONS)[number];

/** Sizes without the batch; null leaves one open. */
export type Sizes = readonly (number | null)[];

/** One axis or several; they may count from the end. */
export type Axis = number | readonly number[];

/** One number for every spatial axis, or one for each. */
export type PerAxis<Rank extends 1 | 2 | 3> = number | Tuples<number>[Rank];

/** Numbers of rows: for every side, for each axis, or before and after on each axis. */
export type PerSide<Rank extends 1 | 2 | 3> = number | Tuples<number | readonly [before: number, after: number]>[Rank];

/** What neither shape nor cost depends on: initialisers, regularisers. */
export type Data = string | number | boolean;

type Tuples<T> = {
  readonly 1: readonly [T];
  readonly 2: readonly [T, T];
  readonly 3: readonly [T, T, T];
};

/** Initialisers, regularisers and constraints of a layer, by name. */
export type Training<Name extends string> = { readonly [Key in Name]?: Data };
