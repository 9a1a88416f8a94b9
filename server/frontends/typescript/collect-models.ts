import type { Graph } from '../../../core/graph/node.ts';
import type { Run } from './machine.ts';
import { toGraph } from './tf/graph.ts';
import type { LayerValue } from './values.ts';

/** The models that a file defines, in source order: those made in it, and those that it gives a name. */
export function collectModels(uri: string, run: Run): readonly Graph[] {
  const found: { readonly graph: Graph; readonly start: number; readonly order: number }[] = [];
  for (const layer of run.models) {
    const graph = belongsTo(layer, uri) ? tryGraph(layer) : null;
    if (!graph || graph.nodes.length === 0) continue;
    found.push({ graph, start: startIn(layer, uri), order: found.length });
  }
  const sorted = found.toSorted((a, b) => a.start - b.start || a.order - b.order).map((each) => each.graph);
  return distinctNames(sorted);
}

function belongsTo({ model }: LayerValue, uri: string): boolean {
  return model?.place.file === uri || model?.nameRange?.file === uri;
}

function startIn({ model }: LayerValue, uri: string): number {
  if (model?.place.file === uri) return model.place.range.start;
  return model?.nameRange?.range.start ?? 0;
}

/** One model that cannot be put together does not take the others along. */
function tryGraph(layer: LayerValue): Graph | null {
  try {
    return toGraph(layer);
  } catch {
    return null;
  }
}

/** The same function may have made several models: `createModel`, `createModel 2`. */
function distinctNames(graphs: readonly Graph[]): Graph[] {
  const counts = new Map<string, number>();
  return graphs.map((graph) => {
    const count = (counts.get(graph.name) ?? 0) + 1;
    counts.set(graph.name, count);
    return count === 1 ? graph : { ...graph, name: `${graph.name} ${count}` };
  });
}
