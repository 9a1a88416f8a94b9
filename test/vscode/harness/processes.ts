import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, as Linux tells of it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly command: string;
  /** Processor time of its own, in seconds. */
  readonly seconds: number;
}

/** The processes below one, however deep. */
export function processesBelow(pid: number): readonly ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const below: (ProcessInfo & { readonly parent: number })[] = [];
  const parents = new Set([pid]);
  for (let before = -1; before < below.length; ) {
    before = below.length;
    for (const one of all) {
      if (parents.has(one.pid) || !parents.has(one.parent)) continue;
      parents.add(one.pid);
      below.push(one);
    }
  }
  return below;
}

/** Clock ticks of /proc in a second, on every Linux that there is. */
const ticks = 100;

/** One that ends while it is looked at is not there. */
function readProcess(pid: number): (ProcessInfo & { readonly parent: number })[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, command, parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticks }];
  } catch {
    return [];
  }
}
