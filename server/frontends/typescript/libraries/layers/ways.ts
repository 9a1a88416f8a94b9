import { isOpen } from '../../flow/forks.ts';
import type { Fork } from '../../values/unknown.ts';
import type { LayerValue, TensorValue } from '../../values/values.ts';

/** Where to go at each fork; the first way at those that are not listed. */
export type Way = ReadonlyMap<Fork, number>;

export const firstWay: Way = new Map();

/** What a tensor is on this way. */
export function onWay(tensor: TensorValue, way: Way): TensorValue {
  let taken = tensor;
  while (taken.alternatives) {
    const { fork, ways } = taken.alternatives;
    taken = ways[Math.min(way.get(fork) ?? 0, ways.length - 1)] ?? { ...taken, alternatives: null };
  }
  return taken;
}

/** Ways that lead to a model. */
interface Ways {
  readonly ways: readonly Way[];
  /** True when there are more ways than these. */
  readonly isCut: boolean;
}

/**
 * The ways that lead to a model, `most` of them. Where there are more, twice as many that together go each turn.
 * Conditions vary independently of each other, but a way agrees with its path condition: a decision holds at every fork
 * on the same condition, and so does what it implies. A fork counts only on ways that come by it.
 */
export function waysTo(layer: LayerValue, most: number): Ways {
  const ways: Way[] = [];
  const path: Turn[] = [];
  while (ways.length <= most) {
    ways.push(complete(path, layer));
    // The next one turns off differently at the last fork that has a way left.
    let last = path.pop();
    while (last) {
      const next = openWay(last, last.at + 1, path);
      if (next !== null) {
        path.push({ ...last, at: next });
        break;
      }
      last = path.pop();
    }
    if (!last) return { ways, isCut: false };
  }
  return { ways: covering(layer, 2 * most), isCut: true };
}

/** Of too many ways some: each goes a turn that none before it has gone. */
function covering(layer: LayerValue, most: number): Way[] {
  const ways: Way[] = [];
  const gone = new Map<Fork, Set<number>>();
  const next: Turn[][] = [[]];
  for (let path = next.shift(); path && ways.length < most; path = next.shift()) {
    const first = path.at(-1);
    if (first && gone.get(first.fork)?.has(first.at)) continue;
    ways.push(complete(path, layer));
    for (const [index, turn] of path.entries()) {
      const known = gone.get(turn.fork) ?? new Set<number>();
      gone.set(turn.fork, known.add(turn.at));
      const before = path.slice(0, index);
      for (let at = 0; at < turn.count; at += 1) {
        if (!known.has(at) && openWay(turn, at, before) === at) next.push([...before, { ...turn, at }]);
      }
    }
  }
  return ways;
}

/** A fork on a path, and the way that is gone there. */
interface Turn {
  readonly fork: Fork;
  readonly at: number;
  readonly count: number;
}

/** Goes on to the inputs; at each new fork by the first way that what was decided before leaves open. */
function complete(path: Turn[], layer: LayerValue): Way {
  for (;;) {
    const way = new Map(path.map(({ fork, at }) => [fork, at]));
    const next = forksOn(layer, way).find(({ fork }) => !way.has(fork));
    if (!next) return way;
    path.push({ ...next, at: openWay(next, 0, path) ?? 0 });
  }
}

function openWay({ fork, count }: Omit<Turn, 'at'>, from: number, before: readonly Turn[]): number | null {
  const given = before.flatMap((turn) => turn.fork.literals?.[turn.at] ?? []);
  for (let way = from; way < count; way += 1) if (isOpen(fork, way, given)) return way;
  return null;
}

/** The forks that a way comes by, those in nested models as well, nearest to the outputs first. */
function forksOn({ model }: LayerValue, way: Way): { readonly fork: Fork; readonly count: number }[] {
  const forks: { readonly fork: Fork; readonly count: number }[] = [];
  const seen = new Set<TensorValue>();
  const stack = [...(model?.outputs ?? [])];
  for (let tensor = stack.pop(); tensor; tensor = stack.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    if (tensor.alternatives) {
      const { fork, ways } = tensor.alternatives;
      forks.push({ fork, count: ways.length });
      const next = ways[Math.min(way.get(fork) ?? 0, ways.length - 1)];
      if (next) stack.push(next);
    } else stack.push(...tensor.node.inputs, ...(tensor.node.layer.model?.outputs ?? []));
  }
  return forks;
}
