import type { EntityState } from '../values/machine.ts';
import { Thrown, touch } from '../values/machine.ts';
import type { Fork, Unknown } from '../values/unknown.ts';
import type { Branch, Entity, LayerValue, Run, Slot, Value } from '../values/values.ts';
import { array, now, unknown } from '../values/values.ts';
import { onlyWays } from './forks.ts';
import { join, joinElements, joinModels, type Meeting } from './join.ts';

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
  const outcomes: (Outcome<T> & { changes: Map<Entity, EntityState> })[] = [];
  let thrown: Thrown | null = null;
  const before = run.counters;
  let counters = before;
  const { length } = run.assumptions;
  for (const [way, branch] of branches.entries()) {
    run.counters = new Map(before);
    run.assumptions.push(...(fork.literals?.[way] ?? []));
    const saved = new Map<Entity, EntityState>();
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
  const saved = new Map<Entity, EntityState>();
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
  const saved = new Map<Entity, EntityState>();
  run.branches.push(branchInto(saved));
  try {
    body();
  } finally {
    run.branches.pop();
    for (const [entity, before] of saved) {
      if (entity.kind === 'binding') entity.value = putBack(before.value as Value, entity.value);
      else if (entity.kind === 'object' || entity.kind === 'class') {
        for (const [key, slot] of before.properties as Map<string, Slot>) {
          const after = entity.properties.get(key);
          if (after && after !== slot)
            entity.properties.set(key, { ...after, value: putBack(slot.value, after.value) });
        }
      }
    }
  }
}

/** A number or text that was there before stays; where there was none, a number or text is not certain to be set. */
function putBack(before: Value, after: Value): Value {
  if (isCount(before)) return before;
  return isCount(after) ? unknown('set by code that may run or not') : after;
}

function isCount(value: unknown): boolean {
  return ['number', 'string', 'boolean', 'bigint'].includes(typeof value);
}

/** The counters of names after any of the branches: names stay unique on each of the ways. */
function largest(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const result = new Map(a);
  for (const [prefix, count] of b) result.set(prefix, Math.max(count, result.get(prefix) ?? 0));
  return result;
}

/** A branch that saves the state of each entity before it changes it for the first time. */
function branchInto(saved: Map<Entity, EntityState>): Branch {
  return {
    began: now(),
    keep: (entity) => {
      if (!saved.has(entity)) saved.set(entity, save(entity));
    },
  };
}

/** Restores what was, and answers what the branch had made of it. */
function takeBack(saved: Map<Entity, EntityState>): Map<Entity, EntityState> {
  const changes = new Map<Entity, EntityState>();
  for (const [entity, before] of saved) {
    changes.set(entity, save(entity));
    Object.assign(entity, before);
  }
  return changes;
}

function joinChanges(at: Meeting, branches: readonly Map<Entity, EntityState>[]): void {
  const touched = new Set(branches.flatMap((changes) => [...changes.keys()]));
  for (const entity of touched) {
    touch(at.run, entity);
    const before = save(entity);
    const states = branches.map((changes) => changes.get(entity) ?? before);
    Object.assign(
      entity,
      states.reduce((a, b, taken) => joinStates({ ...at, taken }, entity, a, b)),
    );
  }
}

function save(entity: Entity): EntityState {
  switch (entity.kind) {
    case 'binding':
      return { value: entity.value };
    case 'array':
      return { elements: entity.elements.slice(), open: entity.open };
    case 'object':
      return {
        properties: new Map(entity.properties),
        open: entity.open,
        layer: entity.layer,
        prototype: entity.prototype,
        builtin: entity.builtin,
      };
    case 'class':
      return { properties: new Map(entity.properties) };
    case 'map':
      return { entries: new Map(entity.entries), open: entity.open };
    case 'set':
      return { elements: new Set(entity.elements), open: entity.open };
    case 'generator':
      return { isStarted: entity.isStarted, ahead: entity.ahead, result: entity.result };
    case 'layer':
      return saveLayer(entity);
    default:
      return entity satisfies never;
  }
}

function saveLayer(entity: LayerValue): EntityState {
  const { model } = entity;
  return {
    nodes: entity.nodes.slice(),
    trainable: entity.trainable,
    source: entity.source,
    model: model && { ...model, layers: model.layers.slice() },
  };
}

function joinStates(at: Meeting, entity: Entity, a: EntityState, b: EntityState): EntityState {
  const read = <T>(state: EntityState, key: string) => state[key] as T;
  const opened = () => read<Unknown | null>(a, 'open') ?? read<Unknown | null>(b, 'open');
  switch (entity.kind) {
    case 'binding':
      return { value: join(at, read<Value>(a, 'value'), read<Value>(b, 'value')) };
    case 'array': {
      const list = (state: EntityState) => ({
        elements: read<Value[]>(state, 'elements'),
        open: read<Unknown | null>(state, 'open'),
      });
      return { ...joinElements(at, list(a), list(b)) };
    }
    case 'object':
      return { ...a, properties: joinSlots(at, read(a, 'properties'), read(b, 'properties')), open: opened() };
    case 'class':
      return { properties: joinSlots(at, read(a, 'properties'), read(b, 'properties')) };
    case 'map': {
      const entries = new Map(read<Map<Value, Value>>(a, 'entries'));
      const others = read<Map<Value, Value>>(b, 'entries');
      const isSame = entries.size === others.size && [...others.keys()].every((key) => entries.has(key));
      for (const [key, value] of others) {
        entries.set(key, entries.has(key) ? join(at, entries.get(key), value) : value);
      }
      return { entries, open: isSame ? opened() : (opened() ?? unknown(at.why)) };
    }
    case 'set': {
      const [first, second] = [read<Set<Value>>(a, 'elements'), read<Set<Value>>(b, 'elements')];
      const elements = new Set([...first, ...second]);
      const isSame = elements.size === first.size && elements.size === second.size;
      return { elements, open: isSame ? opened() : (opened() ?? unknown(at.why)) };
    }
    case 'generator': {
      const isSame = a.isStarted === b.isStarted && a.ahead === b.ahead;
      return isSame ? a : { isStarted: true, ahead: array([], unknown(at.why)), result: unknown(at.why) };
    }
    case 'layer':
      return joinModels(at, a, b);
    default:
      return entity satisfies never;
  }
}

function joinSlots(at: Meeting, a: Map<string, Slot>, b: Map<string, Slot>): Map<string, Slot> {
  const joined = new Map(a);
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const first = a.get(key);
    const second = b.get(key);
    if (first === second) continue;
    const kept = first ?? second;
    if (kept) joined.set(key, { ...kept, value: join(at, first?.value, second?.value) });
  }
  return joined;
}
