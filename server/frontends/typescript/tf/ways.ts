import type { Fork, LayerValue, TensorValue } from '../values.ts';

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

/**
 * The ways that lead to a model, at most `limit`. Conditions vary independently of each other, but what one condition
 * decides it decides everywhere; a fork counts only on ways that come by.
 */
export function waysTo(layer: LayerValue, limit: number): Way[] {
  const found: Way[] = [];
  const path: { readonly fork: Fork; at: number; count: number }[] = [];
  while (found.length < limit) {
    const way = new Map(path.map(({ fork, at }) => [fork, at]));
    for (const { fork, count } of forksOn(layer, way)) {
      const known = path.find((each) => each.fork === fork);
      if (known) known.count = Math.max(known.count, count);
      else path.push({ fork, at: 0, count });
    }
    found.push(way);
    // The next one turns off differently at the last fork that has a way left.
    let last = path.at(-1);
    while (last && last.at + 1 >= last.count) {
      path.pop();
      last = path.at(-1);
    }
    if (!last) break;
    last.at += 1;
  }
  return found;
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
