import type { WeightSpec } from '../../../../core/vocabulary/operator.ts';

/** What interpreting the author's class of a layer has found. */
export interface CustomLayer {
  /** What the layer adds to itself, in order; null when that could not be followed. */
  weights: readonly WeightSpec[] | null;
  isBuilt: boolean;
}
