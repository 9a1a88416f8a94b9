import * as l10n from '@vscode/l10n';
import type { Entity, Slot, Value } from '../values/values.ts';
import { array, unknown } from '../values/values.ts';
import type { WritableKeys } from '../values/writable-keys.ts';
import { join, joinElements, joinModels, type Meeting } from './join.ts';

type Kind = Entity['kind'];
type Entities = { readonly [E in Entity as E['kind']]: E };

/** All fields of an entity that change. The compiler asks for a field here as soon as a type of values gains one. */
type StateOf = {
  readonly [K in Kind]: { readonly kind: K } & Readonly<Pick<Entities[K], WritableKeys<Entities[K]>>>;
};

/** Of one kind of entities. `save` copies what is changed in place; `join` says what holds after either of two ways. */
interface Row<K extends Kind> {
  save(entity: Entities[K]): StateOf[K];
  join(at: Meeting, a: StateOf[K], b: StateOf[K]): StateOf[K];
}

export type State = StateOf[Kind];

/** The states of entities at one time, in the order in which they were saved. */
export type States = Map<Entity, State>;

/** The present state of an entity. */
export function save(entity: Entity): State {
  return saveOf(entity.kind, entity);
}

/** Puts an entity back into a state of its own. */
export function restore(entity: Entity, state: State): void {
  Object.assign(entity, state);
}

/** What the states of one entity on each way that leads away from a fork come to. */
export function joinStates(at: Meeting, states: readonly State[]): State {
  return states.reduce((a, b, taken) => joinOf({ ...at, taken }, a.kind, a, b));
}

/** Numbers and texts get back what they were before; layers, functions and lists stay as they are. */
export function restorePlain(entity: Entity, before: State): void {
  if (entity.kind === 'binding' && before.kind === 'binding') entity.value = putBack(before.value, entity.value);
  else if ('properties' in entity && entity.properties && 'properties' in before && before.properties) {
    for (const [key, slot] of before.properties) {
      const after = entity.properties.get(key);
      if (after && after !== slot) entity.properties.set(key, { ...after, value: putBack(slot.value, after.value) });
    }
  }
}

/** A number or text that was there before stays; where there was none, a number or text is not certain to be set. */
function putBack(before: Value, after: Value): Value {
  if (isPlain(before)) return before;
  return isPlain(after) ? unknown(l10n.t('set by code that may run or not')) : after;
}

function isPlain(value: Value): boolean {
  return ['number', 'string', 'boolean', 'bigint'].includes(typeof value);
}

function saveOf<K extends Kind>(kind: K, entity: Entities[K]): StateOf[K] {
  return rows[kind].save(entity);
}

function joinOf<K extends Kind>(at: Meeting, kind: K, a: StateOf[K], b: State): StateOf[K] {
  return isOfKind(b, kind) ? rows[kind].join(at, a, b) : a;
}

function isOfKind<K extends Kind>(state: State, kind: K): state is StateOf[K] & State {
  return state.kind === kind;
}

const rows: { readonly [K in Kind]: Row<K> } = {
  binding: {
    save: ({ kind, value }) => ({ kind, value }),
    join: (at, a, b) => ({ ...a, value: join(at, a.value, b.value) }),
  },
  array: {
    save: ({ kind, elements, open, properties, isFrozen }) => ({
      kind,
      elements: elements.slice(),
      open,
      properties: properties && new Map(properties),
      isFrozen,
    }),
    join: (at, a, b) => ({
      ...a,
      ...joinElements(at, a, b),
      isFrozen: a.isFrozen === b.isFrozen ? a.isFrozen : null,
      properties: a.properties || b.properties ? joinSlots(at, a.properties, b.properties) : null,
    }),
  },
  object: {
    save: ({ kind, properties, open, layer, prototype, builtin, isFrozen }) => ({
      kind,
      isFrozen,
      properties: new Map(properties),
      open,
      layer,
      prototype,
      builtin,
    }),
    join: (at, a, b) => ({
      ...a,
      properties: joinSlots(at, a.properties, b.properties),
      ...(a.prototype === b.prototype ? { open: a.open ?? b.open } : { open: unknown(at.why), prototype: null }),
      isFrozen: a.isFrozen === b.isFrozen ? a.isFrozen : null,
      layer: a.layer ?? b.layer,
      builtin: a.builtin === b.builtin ? a.builtin : join(at, a.builtin, b.builtin),
    }),
  },
  function: {
    save: ({ kind, properties }) => ({ kind, properties: new Map(properties) }),
    join: (at, a, b) => ({ ...a, properties: joinSlots(at, a.properties, b.properties) }),
  },
  native: {
    save: ({ kind, properties }) => ({ kind, properties: properties && new Map(properties) }),
    join: (at, a, b) => ({ ...a, properties: joinSlots(at, a.properties, b.properties) }),
  },
  class: {
    save: ({ kind, properties }) => ({ kind, properties: new Map(properties) }),
    join: (at, a, b) => ({ ...a, properties: joinSlots(at, a.properties, b.properties) }),
  },
  map: {
    save: ({ kind, entries, open }) => ({ kind, entries: new Map(entries), open }),
    join: (at, a, b) => {
      const entries = new Map<Value, Value>();
      for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
        const values = [a, b].flatMap((state) => (state.entries.has(key) ? [state.entries.get(key)] : []));
        const value = values.length === 2 ? join(at, values[0], values[1]) : values[0];
        // A memo that may hold the entry already holds the same one; of a map that does not hold it, nothing is known.
        if (values.length === 2 || a.open || b.open || !isPlain(value)) entries.set(key, value);
      }
      return { ...a, entries, open: a.open ?? b.open ?? (haveSame(a.entries, b.entries) ? null : unknown(at.why)) };
    },
  },
  set: {
    save: ({ kind, elements, open }) => ({ kind, elements: new Set(elements), open }),
    join: (at, a, b) => {
      const isOnBoth = (value: Value) => a.elements.has(value) && b.elements.has(value);
      const all = [...a.elements, ...b.elements];
      // Layers that may be in it are used as if they were; a number or text that may be is not certain.
      const elements = new Set(all.filter((value) => isOnBoth(value) || !isPlain(value)));
      return { ...a, elements, open: a.open ?? b.open ?? (haveSame(a.elements, b.elements) ? null : unknown(at.why)) };
    },
  },
  generator: {
    save: ({ kind, isStarted, ahead, result }) => ({ kind, isStarted, ahead, result }),
    join: (at, a, b) =>
      a.isStarted === b.isStarted && a.ahead === b.ahead
        ? a
        : { ...a, isStarted: true, ahead: array([], unknown(at.why)), result: unknown(at.why) },
  },
  regexp: {
    save: ({ kind, lastIndex }) => ({ kind, lastIndex }),
    join: (_, a, b) => (a.lastIndex === b.lastIndex ? a : { ...a, lastIndex: null }),
  },
  layer: {
    save: ({ kind, nodes, trainable, hasFrozenWeights, source, model, custom }) => ({
      kind,
      nodes: nodes.slice(),
      trainable,
      hasFrozenWeights,
      source,
      model: model && { ...model, layers: model.layers.slice(), facts: model.facts.slice() },
      custom: custom && { ...custom },
    }),
    join: (at, a, b) => ({ kind: a.kind, ...joinModels(at, a, b) }),
  },
};

/** Whether two collections have the same keys. */
function haveSame(a: ReadonlyMap<Value, Value> | ReadonlySet<Value>, b: typeof a): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

type Slots = ReadonlyMap<string, Slot> | null;

/** What a property is when only one of the ways has set it, or defined other accessors for it, is not known. */
function joinSlots(at: Meeting, a: Slots, b: Slots): Map<string, Slot> {
  const joined = new Map(a);
  for (const key of new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])) {
    const first = a?.get(key);
    const second = b?.get(key);
    if (first === second) continue;
    const kept = first ?? second;
    if (!kept) continue;
    const isSame = first?.get === second?.get && first?.set === second?.set;
    const { get: _, set: __, ...plain } = kept;
    joined.set(key, {
      ...(isSame ? kept : plain),
      value: isSame ? join(at, first?.value, second?.value) : unknown(at.why),
      ...(first && second ? {} : { mayBeMissing: true }),
    });
  }
  return joined;
}
