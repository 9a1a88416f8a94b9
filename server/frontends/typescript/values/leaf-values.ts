/** The kinds of values that hold no other values. */
import type { Place } from '../../../../core/graph/node.ts';
import type { Expression } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';

/** A number that depends on named sizes: `2·filters`. */
export interface SymbolicNumber {
  readonly kind: 'number';
  readonly expression: Expression;
}

/** `Symbol('text')`; `key` is what properties are kept under. */
export interface SymbolValue {
  readonly kind: 'symbol';
  readonly key: string;
  readonly description: string | undefined;
}

export interface RegExpValue {
  readonly kind: 'regexp';
  readonly source: string;
  readonly flags: string;
  readonly born: number;
  /** Null when it is not known. */
  lastIndex: number | null;
}

/** A tensor of numbers. They are not known, but perhaps how many there are. Tensors never change. */
export interface DataValue {
  readonly kind: 'data';
  /** Null when not even the rank is known. */
  readonly shape: Shape | null;
  /** Null when it is not known. */
  readonly dtype: string | null;
  /** The call that made it. */
  readonly place: Place;
  readonly born: number;
}

/** `globalThis`, `window`, `self` or `global`: its members are the global variables. */
export interface GlobalValue {
  readonly kind: 'global';
}

/** The kinds of typed arrays. */
export type TypedName =
  | `Float${32 | 64}Array`
  | `Int${8 | 16 | 32}Array`
  | `Uint${8 | 16 | 32}Array`
  | 'Uint8ClampedArray';
