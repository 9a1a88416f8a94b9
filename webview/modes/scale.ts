import { type ColourMapName, type Limits, limitsOf } from '../../core/engine/colour-map.ts';
import { colourMapFor } from '../models/map-colours.ts';
import type { State } from '../state/state.ts';

/** What colours numbers have, and between which limits. */
export interface Scale {
  readonly colours: ColourMapName;
  readonly limits: Limits;
}

/** Of a picture's own values. */
export const greyScale: Scale = { colours: 'grey', limits: { low: 0, high: 1 } };

/** The panel's colours for values that may have a sign. */
export function scaleOf(state: State, parts: readonly Float32Array[]): Scale {
  const { min, max } = extremesOf(parts);
  return { colours: colourMapFor(min, state.settings.colours, state.theme), limits: limitsOf(min, max) };
}

/** Kernels and products are signed even where all of them happen to be positive. */
export function signedScale(state: State, parts: readonly Float32Array[]): Scale {
  const { min, max } = extremesOf(parts);
  const below = Math.min(min, -Number.MIN_VALUE);
  return { colours: colourMapFor(below, state.settings.colours, state.theme), limits: limitsOf(below, max) };
}

/** Smallest and largest of numbers, zero among them. */
export function extremesOf(parts: readonly Float32Array[]): { min: number; max: number } {
  let [min, max] = [0, 0];
  for (const part of parts) {
    for (const x of part) {
      if (x < min) min = x;
      if (x > max) max = x;
    }
  }
  return { min, max };
}
