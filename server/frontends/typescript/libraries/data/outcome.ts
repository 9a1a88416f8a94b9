import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { Fault } from '../../../uses.ts';
import type { Run, Value } from '../../values/values.ts';

/** What an operation makes of tensors, as far as shapes tell. */
export type Outcome =
  /** One tensor; null when not even its rank is known. */
  | { readonly shape: Shape | null; readonly dtype?: string | null }
  /** A list of tensors. */
  | { readonly list: readonly (Shape | null)[] }
  /** TensorFlow.js throws; `at` is the argument that shows it. */
  | { readonly fault: Fault; readonly at: number };

/** The tensor that an operation is a method of is its first argument. */
export type Operation = (args: readonly Value[], run: Run) => Outcome;

export type Operations = Readonly<Record<string, Operation>>;

export const unknownOutcome: Outcome = { shape: null };
