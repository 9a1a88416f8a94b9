import { join, joinModels } from './join.ts';
import type { Entity, EntityState, Run } from './machine.ts';
import { Thrown } from './machine.ts';
import type { LayerValue, Slot, Value } from './values.ts';
import { now } from './values.ts';

/**
 * Branches of which nobody knows which one is taken. Each is executed from the same state; what they changed is
 * taken back and then joined. Entities save their state when a branch first touches them, so that code outside of
 * such branches pays nothing.
 */
export function touch(run: Run, entity: Entity): void {
  const branch = run.branches.at(-1);
  if (branch && entity.born < branch.began && !branch.saved.has(entity)) branch.saved.set(entity, save(entity));
}

/**
 * Executes the branches and joins their effects on the heap. Branches that throw count as not taken; so do those
 * for which `counts` answers false. When all throw, so does this.
 */
export function eitherWay<T>(
  run: Run,
  why: string,
  branches: readonly (() => T)[],
  counts: (result: T) => boolean = () => true,
  isLoop = false,
): T[] {
  const outcomes: { result: T; changes: Map<Entity, EntityState> }[] = [];
  let thrown: Thrown | null = null;
  const before = run.counters;
  let counters = before;
  for (const branch of branches) {
    run.counters = new Map(before);
    const saved = new Map<Entity, EntityState>();
    run.branches.push({ began: now(), saved });
    try {
      const result = branch();
      outcomes.push({ result, changes: takeBack(saved) });
      if (counts(result)) counters = largest(counters, run.counters);
    } catch (error) {
      takeBack(saved);
      if (!(error instanceof Thrown)) throw error;
      thrown = error;
    } finally {
      run.branches.pop();
    }
  }
  run.counters = counters;
  if (thrown && outcomes.length === 0) throw thrown;
  const counted = outcomes.filter((outcome) => counts(outcome.result));
  const outer = run.isJoiningLoop;
  run.isJoiningLoop = outer || isLoop;
  joinChanges(
    run,
    why,
    (counted.length > 0 ? counted : outcomes).map((outcome) => outcome.changes),
  );
  run.isJoiningLoop = outer;
  return outcomes.map((outcome) => outcome.result);
}

/** TF.js's counters after any of the branches: names stay unique whichever was taken. */
function largest(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const result = new Map(a);
  for (const [prefix, count] of b) result.set(prefix, Math.max(count, result.get(prefix) ?? 0));
  return result;
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

function joinChanges(run: Run, why: string, branches: readonly Map<Entity, EntityState>[]): void {
  const touched = new Set(branches.flatMap((changes) => [...changes.keys()]));
  for (const entity of touched) {
    touch(run, entity);
    const before = save(entity);
    const [first, ...others] = branches.map((changes) => changes.get(entity) ?? before);
    let state = first ?? before;
    for (const other of others) state = joinStates(run, entity, state, other, why);
    Object.assign(entity, state);
  }
}

function save(entity: Entity): EntityState {
  switch (entity.kind) {
    case 'binding':
      return { value: entity.value };
    case 'array':
      return { elements: entity.elements.slice(), open: entity.open };
    case 'object':
      return { properties: new Map(entity.properties), open: entity.open, layer: entity.layer };
    case 'class':
      return { properties: new Map(entity.properties) };
    case 'map':
      return { entries: new Map(entity.entries) };
    case 'set':
      return { elements: new Set(entity.elements) };
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

function joinStates(run: Run, entity: Entity, a: EntityState, b: EntityState, why: string): EntityState {
  const read = <T>(state: EntityState, key: string) => state[key] as T;
  switch (entity.kind) {
    case 'binding':
      return { value: join(run, read<Value>(a, 'value'), read<Value>(b, 'value'), why) };
    case 'array':
      return joinElements(run, a, b, why);
    case 'object':
      return {
        ...a,
        properties: joinSlots(run, read(a, 'properties'), read(b, 'properties'), why),
        open: read(a, 'open') ?? read(b, 'open'),
      };
    case 'class':
      return { properties: joinSlots(run, read(a, 'properties'), read(b, 'properties'), why) };
    case 'map': {
      const entries = new Map(read<Map<Value, Value>>(a, 'entries'));
      for (const [key, value] of read<Map<Value, Value>>(b, 'entries')) {
        entries.set(key, entries.has(key) ? join(run, entries.get(key), value, why) : value);
      }
      return { entries };
    }
    case 'set':
      return { elements: new Set([...read<Set<Value>>(a, 'elements'), ...read<Set<Value>>(b, 'elements')]) };
    case 'layer':
      return joinModels(run, a, b);
    default:
      return entity satisfies never;
  }
}

function joinElements(run: Run, a: EntityState, b: EntityState, why: string): EntityState {
  const [first, second] = [a.elements as Value[], b.elements as Value[]];
  const longer = first.length >= second.length ? first : second;
  const open = (a.open ?? b.open ?? null) as unknown;
  const elements = longer.map((value, index) =>
    index < first.length && index < second.length ? join(run, first[index], second[index], why) : value,
  );
  return { elements, open: first.length === second.length ? open : (open ?? { kind: 'unknown', why, symbol: null }) };
}

function joinSlots(run: Run, a: Map<string, Slot>, b: Map<string, Slot>, why: string): Map<string, Slot> {
  const joined = new Map(a);
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const first = a.get(key);
    const second = b.get(key);
    if (first === second) continue;
    const kept = first ?? second;
    if (kept) joined.set(key, { ...kept, value: join(run, first?.value, second?.value, why) });
  }
  return joined;
}
