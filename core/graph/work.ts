import type { Place } from './node.ts';

/** Asked now and then during long work; true means that the answer is not wanted any more. */
export type IsCancelled = () => boolean;

/**
 * What one analysis may spend, and whether its answer is still wanted: one object that reaches every stage. Units are
 * counted and never milliseconds, so that a file gives the same answer on a busy machine. A unit is about a tenth of a
 * microsecond: what touching an element of a list takes, a quarter of a step of the interpreter.
 */
export class Work {
  /** What there was to spend. */
  readonly units: number;
  #left: number;
  #sinceAsked = askedEvery;
  readonly #shares: Work[] = [];
  readonly #isCancelled: IsCancelled;

  constructor(units: number = wholeAnalysis, isCancelled: IsCancelled = () => false) {
    this.units = units;
    this.#left = units;
    this.#isCancelled = isCancelled;
  }

  get left(): number {
    return Math.max(0, this.#left);
  }

  /** What was spent of it, and by the shares of it. What was refused is not spent. */
  get spent(): number {
    return this.#shares.reduce((sum, share) => sum + share.spent, this.units - this.left);
  }

  /** Whether something was refused: what was found is not all. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** @throws Stopped when there is not so much left, or the answer is not wanted any more */
  spend(units: number): void {
    if (!this.allows(units)) throw new Stopped('work');
  }

  /** Spends the units; false when there was not so much left. @throws Stopped when the answer is not wanted any more */
  allows(units: number): boolean {
    this.#left -= units;
    this.#sinceAsked += units;
    if (this.#sinceAsked >= askedEvery) {
      this.#sinceAsked = 0;
      if (this.#isCancelled()) throw new Stopped('cancelled');
    }
    return this.#left >= 0;
  }

  /** A purse of its own for one stage, so that a stage that spends all of it leaves the others theirs. */
  share(part: number): Work {
    const share = new Work(Math.floor(this.units * part), this.#isCancelled);
    this.#shares.push(share);
    return share;
  }

  /** Does something that may spend half of what is left here. */
  lendHalf<Result>(body: (half: Work) => Result): Result {
    const half = new Work(Math.floor(this.left / 2), this.#isCancelled);
    try {
      return body(half);
    } finally {
      this.#left -= half.units - half.left;
    }
  }
}

/** Less than two seconds of one processor. */
const wholeAnalysis = 14_000_000;

/** In units: some milliseconds pass until a cancelled analysis ends. */
const askedEvery = 20_000;

/** Thrown by what has reached a limit. Only a stage that has something to show for its work catches it. */
export class Stopped {
  readonly cause: 'work' | 'layers' | 'cancelled';
  /** What was being read then, where that is known. */
  place: Place | null = null;

  constructor(cause: Stopped['cause']) {
    this.cause = cause;
  }
}
