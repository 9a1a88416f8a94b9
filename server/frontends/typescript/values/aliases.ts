import type { ArrayValue, ObjectValue } from './values.ts';

/** What a join copies: the copy stands for one of several and may be any of them. */
type Joined = ObjectValue | ArrayValue;

/** Notes that a value may be any of these. */
export function noteAliases<T extends Joined>(joined: T, ways: readonly T[]): T {
  add(waysOf, joined, ways);
  for (const way of ways) add(joinsOf, way, [joined]);
  return joined;
}

const waysOf = new WeakMap<Joined, Set<Joined>>();
const joinsOf = new WeakMap<Joined, Set<Joined>>();

function add(to: WeakMap<Joined, Set<Joined>>, key: Joined, others: readonly Joined[]): void {
  const known = to.get(key) ?? new Set();
  for (const other of others) known.add(other);
  to.set(key, known);
}

/** What changes, or stays as it is, when this changes: all that it may be, and all that may be one of those. */
export function aliasesOf<T extends Joined>(value: T): readonly T[] {
  if (!waysOf.has(value) && !joinsOf.has(value)) return [];
  const meant = closure([value], waysOf);
  const aliases = closure([...meant], joinsOf);
  aliases.delete(value);
  return [...aliases].filter((alias): alias is T => alias.kind === value.kind);
}

function closure(from: readonly Joined[], links: WeakMap<Joined, Set<Joined>>): Set<Joined> {
  const reached = new Set(from);
  for (const each of reached) for (const next of links.get(each) ?? []) reached.add(next);
  return reached;
}
