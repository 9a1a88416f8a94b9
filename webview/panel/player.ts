/** Windows per second that can be chosen. */
export const speeds = [2, 8, 30, 60] as const;
export type Speed = (typeof speeds)[number];

/** Moves the window on by itself, as evenly as the screen is drawn. */
export class Player {
  private readonly advance: (steps: number) => void;
  private readonly frame: (callback: (now: number) => void) => void;
  private started: number | null = null;
  private done = 0;

  /** @param frame calls back before the next drawing */
  constructor(
    advance: (steps: number) => void,
    frame: (callback: (now: number) => void) => void = (callback) => requestAnimationFrame(callback),
  ) {
    this.advance = advance;
    this.frame = frame;
  }

  start(speed: number): void {
    const token = performance.now();
    this.started = token;
    this.done = 0;
    const tick = (now: number) => {
      if (this.started !== token) return;
      const due = Math.floor(((now - token) / 1000) * speed);
      // A tab that was hidden does not catch up.
      if (due > this.done) this.advance(1);
      this.done = Math.max(this.done, due);
      this.frame(tick);
    };
    this.frame(tick);
  }

  stop(): void {
    this.started = null;
  }
}
