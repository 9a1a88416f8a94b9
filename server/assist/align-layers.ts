import { diffArrays } from 'diff';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { isListed } from './listed.ts';

/** Which layer of one model stands for which of another, by their indices. Null where there is none. */
export interface Pair {
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Pairs the layers of two models in the order of the second, what is gone where it was. Names that their author gave
 * come first; what has none is found by what it is, and what has changed by its operator, in the order in which it stands.
 */
export function alignLayers(before: GraphAnalysis, after: GraphAnalysis): readonly Pair[] {
  const [left, right] = [listed(before), listed(after)];
  const counterparts = pairedByName(left, right);
  const named = new Set(counterparts.values());
  const [from, to] = [
    left.filter(({ index }) => !named.has(index)),
    right.filter(({ index }) => !counterparts.has(index)),
  ];
  const same = common(from, to, ({ layer }) => identity(layer));
  for (const match of same) counterparts.set(to[match.right]!.index, from[match.left]!.index);
  for (const gap of gaps(from, to, same)) {
    const alike = common(gap.left, gap.right, ({ layer }) => kindOf(layer));
    for (const match of alike) counterparts.set(gap.right[match.right]!.index, gap.left[match.left]!.index);
  }
  return inOrder(left, right, counterparts);
}

interface Listed {
  readonly index: number;
  readonly layer: Layer;
}

function listed({ graph }: GraphAnalysis): readonly Listed[] {
  return graph.layers.flatMap((layer, index) => (isListed(layer) ? [{ layer, index }] : []));
}

/** By index after, the index before of the layer of that name. */
function pairedByName(left: readonly Listed[], right: readonly Listed[]): Map<number, number> {
  const byName = new Map(
    left.flatMap(({ layer, index }) => (layer.name === null ? [] : [[layer.name, index] as const])),
  );
  const pairs = new Map<number, number>();
  for (const { layer, index } of right) {
    const found = layer.name === null ? undefined : byName.get(layer.name);
    if (found === undefined) continue;
    byName.delete(layer.name!);
    pairs.set(index, found);
  }
  return pairs;
}

/** The operator that a layer is, whatever its library calls it; the name of its class where there is none. */
export function kindOf({ operator, className }: Layer): string {
  return operator === 'unknown' || operator === 'opaque' ? className : operator;
}

/** What makes a layer the one that it is, where nobody has named it. */
function identity(layer: Layer): string {
  return JSON.stringify([kindOf(layer), layer.attributes, layer.trainable, layer.why]);
}

/** The longest sequence of layers that both sides have, told by a key. */
function common(left: readonly Listed[], right: readonly Listed[], keyOf: (one: Listed) => string): readonly Match[] {
  const changes = diffArrays(left.map(keyOf), right.map(keyOf), { maxEditLength: mostChanges }) ?? [];
  const matches: Match[] = [];
  let [at, to] = [0, 0];
  for (const { count, added, removed } of changes) {
    if (!added && !removed) {
      for (let i = 0; i < count; i++) matches.push({ left: at + i, right: to + i });
    }
    if (!added) at += count;
    if (!removed) to += count;
  }
  return matches;
}

/** Positions in the two lists. */
interface Match {
  readonly left: number;
  readonly right: number;
}

/** Models that differ in more than this have nothing to do with each other. */
const mostChanges = 2_000;

/** What lies between matches, on both sides. */
function gaps(left: readonly Listed[], right: readonly Listed[], matches: readonly Match[]) {
  const ends = [...matches, { left: left.length, right: right.length }];
  return ends.map((end, index) => {
    const start = matches[index - 1] ?? { left: -1, right: -1 };
    return { left: left.slice(start.left + 1, end.left), right: right.slice(start.right + 1, end.right) };
  });
}

function inOrder(
  left: readonly Listed[],
  right: readonly Listed[],
  counterparts: ReadonlyMap<number, number>,
): readonly Pair[] {
  const kept = new Set(counterparts.values());
  const gone = left.filter(({ index }) => !kept.has(index)).map(({ index }) => index);
  const pairs: Pair[] = [];
  for (const { index } of right) {
    const before = counterparts.get(index) ?? null;
    while (before !== null && gone.length > 0 && gone[0]! < before) pairs.push({ before: gone.shift()!, after: null });
    pairs.push({ before, after: index });
  }
  return [...pairs, ...gone.map((before) => ({ before, after: null }))];
}
