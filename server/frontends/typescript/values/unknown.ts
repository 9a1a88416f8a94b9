/** What cannot be known, and why. `symbol` names it where an author would: a parameter or a member of one. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
  readonly symbol: string | null;
  /** As an element of a list: any number of elements, none included. */
  readonly isRest?: true;
  /** A model that is loaded from where it cannot be read. */
  readonly isModel?: true;
  /** A variable whose declaration has not run. */
  readonly isUndeclared?: true;
  /** What it asks, when it is the answer to a question: `kind === 'gru'`. */
  readonly test?: Test;
}

/** A question about unknown values. */
export type Test =
  | { readonly kind: 'not'; readonly of: Unknown }
  | { readonly kind: 'is'; readonly of: Unknown; readonly value: undefined | null | boolean | number | bigint | string }
  | { readonly kind: 'nothing'; readonly of: Unknown }
  | { readonly kind: 'both' | 'either'; readonly parts: readonly [Unknown, Unknown] };

/** A condition that holds, or one that does not. */
export interface Literal {
  readonly condition: Unknown;
  readonly holds: boolean;
}

/** A point where the program goes one of several ways; a loop of unknown length goes its way any number of times. */
export interface Fork {
  readonly isLoop: boolean;
  /** What holds on each of the ways. */
  readonly literals?: readonly (readonly Literal[])[];
}

/** What something is on each way that leads away from a fork. */
export interface Choice<T> {
  readonly fork: Fork;
  readonly ways: readonly T[];
}
