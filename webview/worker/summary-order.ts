/** In which order a run's steps are summarised: what is on screen as soon as it is computed, the rest when the run has ended. */
export class SummaryOrder {
  /** Null until the page says what it shows: then everything may be on screen. */
  private visible: ReadonlySet<number> | null = null;
  private readonly waiting = new Set<number>();

  /** The page shows these steps now. */
  see(steps: readonly number[]): void {
    this.visible = new Set(steps);
  }

  /** A step is computed and has no summary yet. */
  add(step: number): void {
    this.waiting.add(step);
  }

  /** The next step whose turn it is while the run goes on. */
  nextVisible(): number | undefined {
    return this.take((step) => this.visible === null || this.visible.has(step));
  }

  /** The next step when there is nothing else to do, visible ones first. */
  next(): number | undefined {
    return this.nextVisible() ?? this.take(() => true);
  }

  private take(isWanted: (step: number) => boolean): number | undefined {
    for (const step of this.waiting) {
      if (!isWanted(step)) continue;
      this.waiting.delete(step);
      return step;
    }
    return undefined;
  }
}
