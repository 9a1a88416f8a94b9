import { Thrown, touch } from '../values/machine.ts';
import type { Fork } from '../values/unknown.ts';
import type { Branch, Run } from '../values/values.ts';
import { now } from '../values/values.ts';
import { onlyWays } from './forks.ts';
import type { Meeting } from './join.ts';
import { joinStates, restore, restorePlain, type States, save } from './states.ts';

/** How one of several ways ended. */
export interface Outcome<T> {
  readonly way: number;
  readonly result: T;
}

/**
 * Executes branches of which one is taken, each from the same state: what they changed is taken back and then joined.
 * Entities save their state when a branch first touches them. Branches that throw count as not taken; so do those
 * for which `counts` answers false. When all throw, so does this.
 */
export function eitherWay<T>(
  run: Run,
  why: string,
  branches: readonly (() => T)[],
  counts: (result: T) => boolean = () => true,
  fork: Fork = { isLoop: false },
): Outcome<T>[] {
  const outcomes: (Outcome<T> & { changes: States })[] = [];
  let thrown: Thrown | null = null;
  const before = run.counters;
  let counters = before;
  const { length } = run.assumptions;
  for (const [way, branch] of branches.entries()) {
    run.counters = new Map(before);
    run.assumptions.push(...(fork.literals?.[way] ?? []));
    const saved: States = new Map();
    run.branches.push(branchInto(saved));
    try {
      const result = branch();
      outcomes.push({ way, result, changes: takeBack(saved) });
      if (counts(result)) counters = largest(counters, run.counters);
    } catch (error) {
      takeBack(saved);
      if (!(error instanceof Thrown)) throw error;
      thrown = error;
    } finally {
      run.branches.pop();
      run.assumptions.length = length;
    }
  }
  run.counters = counters;
  if (thrown && outcomes.length === 0) throw thrown;
  const counted = outcomes.filter((outcome) => counts(outcome.result));
  const joined = counted.length > 0 ? counted : outcomes;
  const taken = onlyWays(
    fork,
    joined.map((outcome) => outcome.way),
    branches.length,
  );
  joinChanges(
    { run, why, fork: taken, taken: 0 },
    joined.map((outcome) => outcome.changes),
  );
  return outcomes;
}

/**
 * Runs a body and takes back what it did, if it changed anything that was there before or made layers: then it answers
 * false.
 */
export function attempt(run: Run, body: () => void): boolean {
  const saved: States = new Map();
  const { counters } = run;
  run.branches.push(branchInto(saved));
  run.counters = new Map(counters);
  try {
    body();
  } finally {
    run.branches.pop();
  }
  const isAlone = saved.size === 0 && [...run.counters].every(([prefix, count]) => counters.get(prefix) === count);
  if (!isAlone) takeBack(saved);
  run.counters = counters;
  return isAlone;
}

/**
 * Runs code that the program may run or not, a function that is tried for instance, and keeps the layers that it
 * assigns: later code uses them. Numbers and texts get back the values that they had before.
 */
export function runApart(run: Run, body: () => void): void {
  const saved: States = new Map();
  run.branches.push(branchInto(saved));
  try {
    body();
  } finally {
    run.branches.pop();
    for (const [entity, before] of saved) restorePlain(entity, before);
  }
}

/** The counters of names after any of the branches: names stay unique on each of the ways. */
function largest(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const result = new Map(a);
  for (const [prefix, count] of b) result.set(prefix, Math.max(count, result.get(prefix) ?? 0));
  return result;
}

/** A branch that saves the state of each entity before it changes it for the first time. */
function branchInto(saved: States): Branch {
  return {
    began: now(),
    keep: (entity) => {
      if (!saved.has(entity)) saved.set(entity, save(entity));
    },
  };
}

/** Restores what was, and answers what the branch had made of it. */
function takeBack(saved: States): States {
  const changes: States = new Map();
  for (const [entity, before] of saved) {
    changes.set(entity, save(entity));
    restore(entity, before);
  }
  return changes;
}

function joinChanges(at: Meeting, branches: readonly States[]): void {
  const touched = new Set(branches.flatMap((changes) => [...changes.keys()]));
  for (const entity of touched) {
    touch(at.run, entity);
    const before = save(entity);
    const states = branches.map((changes) => changes.get(entity) ?? before);
    restore(entity, joinStates(at, states));
  }
}
