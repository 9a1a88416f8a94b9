/** The kinds of values that hold no other values. */
import type { Expression } from '../../../../core/vocabulary/dimension.ts';

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
