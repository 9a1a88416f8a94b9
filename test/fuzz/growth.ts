import type { Fault } from './examine.ts';
import type { Watchdog } from './watchdog.ts';

/** Watches what a worker keeps of the files that it has analysed: what is remembered fills up, and then stays as it is. */
export class Growth {
  readonly #watchdog: Watchdog;
  /** By looks at the present worker, in megabytes. */
  #kept: number[] = [];
  #analysed = 0;

  constructor(watchdog: Watchdog) {
    this.#watchdog = watchdog;
  }

  /** To be called after each input, and told whether its worker may have ended. */
  async after(index: number, mayHaveEnded: boolean): Promise<Fault | null> {
    if (mayHaveEnded) {
      this.#kept = [];
      this.#analysed = 0;
    }
    this.#analysed += 1;
    if (this.#analysed % inputsPerLook !== 0) return null;
    this.#kept.push(await this.#watchdog.keptMegabytes());
    if (this.#kept.length <= looksUntilFull + looksCompared) return null;
    const before = this.#kept[looksUntilFull]!;
    const now = Math.min(...this.#kept.slice(-looksCompared));
    if (now - before < mostGrowth) return null;
    const detail = `The heap grew from ${before.toFixed(1)} to ${now.toFixed(1)} MB over ${this.#analysed} inputs up to ${index}: ${this.#kept.map(Math.round).join(' ')}.`;
    return { kind: 'growth', signature: 'growth', detail };
  }
}

const inputsPerLook = 50;
/** After so many looks what is remembered has filled up. */
const looksUntilFull = 6;
/** The least of so many: a large file may be remembered for a while. */
const looksCompared = 4;
const mostGrowth = 16;
