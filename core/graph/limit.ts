import type { Place } from './node.ts';

/** A limit that an analysis has reached: what stopped there. What is therefore missing follows from the stage. */
export interface Limit {
  readonly stage: Stage;
  readonly reached: Reached;
  /** How many there were when it stopped, where they are counted in something that the author knows: layers, rounds. */
  readonly count: number | null;
  /** Where it stopped; null where that is no place in a text. */
  readonly place: Place | null;
}

/** The stages of an analysis, in their order. */
export type Stage = 'program' | 'callers' | 'json' | 'figures' | 'rules';

/** What there was too much of. */
export type Reached = 'work' | 'layers' | 'rounds' | 'models' | 'variants' | 'failure';
