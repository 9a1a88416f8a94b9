import { withBundle } from './bundle.ts';
import { boundsAlone, examine, type Fault } from './examine.ts';
import { Growth } from './growth.ts';
import { inputAt } from './input.ts';
import { minimise } from './minimise.ts';
import { readSeeds, type SeedFile } from './seeds.ts';
import { Watchdog } from './watchdog.ts';

/** Which inputs: those of a seed from a number on, as many as are wanted, as long as there is time. */
export interface Wanted {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly minutes: number;
}

export interface Finding {
  readonly seed: number;
  readonly index: number;
  readonly fault: Fault;
  /** As short as it still shows the fault. */
  readonly file: SeedFile;
}

export interface Ran {
  readonly inputs: number;
  readonly findings: number;
}

/** Has the inputs analysed one after the other and tells each finding, one for each signature. */
export function fuzz(wanted: Wanted, tell: (finding: Finding) => void): Promise<Ran> {
  return withBundle((script) => fuzzWith(script, wanted, tell));
}

async function fuzzWith(script: string, wanted: Wanted, tell: (finding: Finding) => void): Promise<Ran> {
  const { seed, from, count, minutes } = wanted;
  const end = performance.now() + minutes * 60_000;
  const seeds = readSeeds();
  const watchdog = new Watchdog(script, { wall: 10, processor: 8 });
  const growth = new Growth(watchdog);
  const told = new Set<string>();
  let index = from;
  try {
    for (; index < from + count && performance.now() < end; index++) {
      const file = inputAt(seeds, seed, index);
      const suspected = await examine(file, watchdog);
      const found = suspected && (await confirmed(suspected, file, script));
      const grown = await growth.after(index, suspected !== null);
      for (const fault of [found, grown]) {
        const signature = fault && `${fault.kind} ${fault.signature}`;
        if (!signature || told.has(signature)) continue;
        told.add(signature);
        tell({ seed, index, fault, file: fault === grown ? file : await minimised(file, fault, script) });
      }
    }
  } finally {
    await watchdog.stop();
  }
  return { inputs: index - from, findings: told.size };
}

/**
 * The fault that the file shows alone, or a wrong answer that it gives only after other files. Time and memory count
 * alone: a worker may run out of memory over the garbage of the file before. What stays, `Growth` watches.
 */
async function confirmed(suspected: Fault, file: SeedFile, script: string): Promise<Fault | null> {
  const alone = await using(new Watchdog(script, boundsAlone), (watchdog) => examine(file, watchdog));
  if (alone || suspected.kind === 'stall' || suspected.kind === 'memory') return alone;
  const detail = `${suspected.detail}\nOnly in a worker that had analysed other files before.`;
  return { ...suspected, signature: `${suspected.signature} after others`, detail };
}

function minimised(file: SeedFile, { kind, signature }: Fault, script: string): Promise<SeedFile> {
  return using(new Watchdog(script, boundsAlone), async (watchdog) => {
    const fails = async (text: string): Promise<boolean> => {
      const fault = await examine({ ...file, text }, watchdog);
      return fault?.kind === kind && fault.signature === signature;
    };
    return { ...file, text: await minimise(file.text, fails, secondsToMinimise) };
  });
}

async function using<Result>(watchdog: Watchdog, use: (watchdog: Watchdog) => Promise<Result>): Promise<Result> {
  try {
    return await use(watchdog);
  } finally {
    await watchdog.stop();
  }
}

const secondsToMinimise = 60;
