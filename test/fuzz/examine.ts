import type { Answer } from './answer.ts';
import { renamedBy } from './renamed.ts';
import { rewritten } from './rewritten.ts';
import type { SeedFile } from './seeds.ts';
import type { Bounds, Outcome, Watchdog } from './watchdog.ts';

/** What is wrong with the analysis of a file. */
export interface Fault {
  readonly kind: 'crash' | 'stall' | 'memory' | 'growth' | 'invariance';
  /** The same for files that show the same mistake. */
  readonly signature: string;
  readonly detail: string;
}

/** A second look, at a file alone in a new worker: on a busy machine the wall's clock tells little. */
export const boundsAlone: Bounds = { wall: 60, processor: 8 };

/** Has a file and its other spellings analysed; null when nothing is wrong. */
export async function examine(file: SeedFile, watchdog: Watchdog): Promise<Fault | null> {
  const outcome = await watchdog.outcome(file);
  const fault = faultOf(outcome);
  if (fault || outcome.kind !== 'figures' || !outcome.isWhole) return fault;
  for (const { name, text } of rewritten(file)) {
    const other = await watchdog.outcome({ uri: file.uri, text });
    const otherFault = faultOf(other) ?? difference(name, outcome, other);
    if (otherFault) return otherFault;
  }
  return null;
}

function faultOf(outcome: Outcome): Fault | null {
  switch (outcome.kind) {
    case 'figures':
      return null;
    case 'threw':
    case 'died':
      return { kind: 'crash', signature: outcome.error.split('\n').slice(0, 2).join('\n'), detail: outcome.error };
    case 'memory':
      return { kind: 'memory', signature: 'memory', detail: 'The worker had no memory left.' };
    case 'stalled': {
      const [wall, processor] = [outcome.wall.toFixed(1), outcome.processor.toFixed(1)];
      return { kind: 'stall', signature: 'stall', detail: `No answer after ${wall} s, ${processor} s of processor.` };
    }
    default:
      return outcome satisfies never;
  }
}

function difference(name: string, before: Answer & { kind: 'figures' }, after: Outcome): Fault | null {
  if (after.kind !== 'figures') return null;
  // The names of sizes and layers may follow those of variables.
  const figures = after.figures.replaceAll(renamedBy, '');
  if (figures === before.figures) return null;
  const detail = `With ${name}:\n${firstDifference(before.figures, figures)}`;
  return { kind: 'invariance', signature: name, detail };
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 80);
  return `  ${a.slice(from, at + 120)}\n  ${b.slice(from, at + 120)}`;
}
