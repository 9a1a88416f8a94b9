import { extentOf } from '../values/extent.ts';
import { Thrown, touch } from '../values/machine.ts';
import type { Fork } from '../values/unknown.ts';
import type { Branch, Run } from '../values/values.ts';
import { now } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
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
  let { counters } = run;
  const { length } = run.assumptions;
  for (const [way, branch] of branches.entries()) {
    run.assumptions.push(...(fork.literals?.[way] ?? []));
    const saved: States = new Map();
    try {
      const ended = inBranch(run, saved, branch);
      outcomes.push({ way, result: ended.result, changes: takeBack(saved) });
      if (counts(ended.result)) counters = largest(counters, ended.counters);
    } catch (error) {
      takeBack(saved);
      if (!(error instanceof Thrown)) throw error;
      thrown = error;
    } finally {
      run.assumptions.length = length;
    }
  }
  run.counters = counters;
  if (thrown && outcomes.length === 0) throw thrown;
  if (thrown) run.mayThrow += 1;
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
 * Runs a body before the program does, and says whether that is the same: whether it made no layers and changed nothing
 * that was there before. What it changed is not known if it did, for the program may come to it or not.
 */
export function attempt(run: Run, why: string, body: () => void): boolean {
  const saved: States = new Map();
  const { counters } = run;
  let isAlone = false;
  try {
    const ended = inBranch(run, saved, body);
    isAlone = saved.size === 0 && [...ended.counters].every(([prefix, count]) => counters.get(prefix) === count);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    run.mayThrow += 1;
  }
  const changes = takeBack(saved);
  joinChanges({ run, why, fork: { isLoop: false }, taken: 0 }, [new Map(), changes]);
  return isAlone;
}

/**
 * Runs code that the program may run or not, a function that is tried for instance, and keeps the layers that it
 * assigns: later code uses them. Numbers and texts get back the values that they had before.
 */
export function runApart(run: Run, body: () => void): void {
  const saved: States = new Map();
  try {
    inBranch(run, saved, body);
  } finally {
    for (const [entity, before] of saved) restorePlain(entity, before);
  }
}

/** Runs a body as if nothing stood around it; an error that undoes it takes back what it has changed. */
export function undoneBy<T>(run: Run, isUndoing: (error: unknown) => boolean, body: () => T, otherwise: () => T): T {
  const saved: States = new Map();
  let isUndone = false;
  try {
    const { result, counters } = inBranch(run, saved, body);
    run.counters = counters;
    return result;
  } catch (error) {
    isUndone = isUndoing(error);
    if (!isUndone) throw error;
    return otherwise();
  } finally {
    for (const [entity, after] of takeBack(saved)) {
      if (isUndone) continue;
      // The branch around it has to know as well.
      touch(run, entity);
      restore(entity, after);
    }
  }
}

/** Runs a body that saves what it changes. What the counters of names are then is for the caller to keep or not. */
function inBranch<T>(run: Run, saved: States, body: () => T): { result: T; counters: Map<string, number> } {
  return withRun(run, { counters: new Map(run.counters) }, () => {
    run.branches.push(branchInto(saved, run));
    try {
      return { result: body(), counters: run.counters };
    } finally {
      run.branches.pop();
    }
  });
}

/** The counters of names after any of the branches: names stay unique on each of the ways. */
function largest(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const result = new Map(a);
  for (const [prefix, count] of b) result.set(prefix, Math.max(count, result.get(prefix) ?? 0));
  return result;
}

/** A branch that saves the state of each entity before it changes it for the first time. */
function branchInto(saved: States, { work }: Run): Branch {
  return {
    began: now(),
    keep: (entity) => {
      if (saved.has(entity)) return;
      work.spend(entity.kind === 'binding' ? 0 : extentOf(entity));
      saved.set(entity, save(entity));
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

/** @throws Stopped */
function joinChanges(at: Meeting, branches: readonly States[]): void {
  const touched = new Set(branches.flatMap((changes) => [...changes.keys()]));
  for (const entity of touched) {
    at.run.work.spend(branches.length * unitsPerState);
    touch(at.run, entity);
    const before = save(entity);
    const states = branches.map((changes) => changes.get(entity) ?? before);
    restore(entity, joinStates(at, states));
  }
}

const unitsPerState = 4;
