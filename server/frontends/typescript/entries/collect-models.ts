import type { Graph, Place } from '../../../../core/graph/node.ts';
import type { FileModels } from '../../frontend.ts';
import { toGraph } from '../libraries/layers/graph.ts';
import { looseGraphs } from '../libraries/layers/loose-layers.ts';
import { waysTo } from '../libraries/layers/ways.ts';
import type { LayerValue, Run } from '../values/values.ts';

/**
 * The models that a file defines, in source order: those made in it, and those that it gives a name. Apart from them
 * those that other files make with layers of it, its callers and what it imports.
 */
export function collectModels(
  uri: string,
  run: Run,
): Required<Pick<FileModels, 'models' | 'callersModels' | 'looseLayers'>> {
  const found: { readonly graph: Graph; readonly start: number; readonly order: number }[] = [];
  const elsewhere: Graph[] = [];
  const hasLayers = run.layers.some(({ layer }) => layer.source?.file === uri);
  let nodesLeft = mostNodes;
  for (const layer of run.models) {
    const isOwn = belongsTo(layer, uri);
    if (!isOwn && !hasLayers) continue;
    if (nodesLeft < 0) {
      run.limits.push({ stage: 'program', reached: 'work', count: null, place: layer.model?.place ?? null });
      break;
    }
    const graphs = tryGraphs(layer, run);
    nodesLeft -= graphs.reduce((sum, { nodes }) => sum + nodes.length, 0);
    if (!isOwn) elsewhere.push(...graphs.filter(({ layers }) => layers.some(({ source }) => source?.file === uri)));
    else for (const graph of graphs) found.push({ graph, start: startIn(layer, uri), order: found.length });
  }
  const sorted = found.toSorted((a, b) => a.start - b.start || a.order - b.order).map((each) => each.graph);
  return {
    models: distinctNames(withoutTwins(sorted)),
    callersModels: distinctNames(withoutTwins(elsewhere)),
    looseLayers: distinctNames(tryLoose(uri, run)),
  };
}

/** Of all models together. Models of the same layers have nodes of their own. */
const mostNodes = 40_000;

function belongsTo(layer: LayerValue, uri: string): boolean {
  return placeIn(layer, uri) !== undefined;
}

function startIn(layer: LayerValue, uri: string): number {
  return placeIn(layer, uri)?.range.start ?? 0;
}

/** Where the file makes it, gives it a name, or calls the function that returns it. */
function placeIn({ model, source }: LayerValue, uri: string): Place | undefined {
  if (!model) return undefined;
  const call = model.maker === null ? undefined : source?.calls?.[0];
  return [model.place, ...model.holders, ...(call ? [call] : [])].find(({ file }) => file === uri);
}

function tryLoose(uri: string, run: Run): readonly Graph[] {
  try {
    return looseGraphs(uri, run);
  } catch {
    return [];
  }
}

/** A graph for each way that the program may have gone. One that cannot be put together is left out. */
function tryGraphs(layer: LayerValue, run: Run): Graph[] {
  try {
    const { ways, isCut } = waysTo(layer, mostWays);
    const graphs = ways.map((way) => toGraph(layer, null, way));
    if (isCut && layer.model) {
      run.limits.push({ stage: 'program', reached: 'variants', count: ways.length, place: layer.model.place });
    }
    return graphs.filter(({ nodes }) => nodes.length > 0);
  } catch {
    return [];
  }
}

/** Each unknown condition doubles the ways; no more than these are told apart. */
const mostWays = 8;

/** Two callers that ask for the same model need it shown once. */
function withoutTwins(graphs: readonly Graph[]): readonly Graph[] {
  const places = new Map<string, number>();
  const placeOf = ({ source }: Graph) => `${source?.file} ${source?.range.start}`;
  for (const graph of graphs) places.set(placeOf(graph), (places.get(placeOf(graph)) ?? 0) + 1);
  const seen = new Set<string>();
  const keyOf = modelKeys();
  return graphs.filter((graph) => {
    if (places.get(placeOf(graph)) === 1) return true;
    const key = keyOf(graph);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Keys that equal models share. One that is nested in several places is written down once, and referred to by number. */
function modelKeys(): (graph: Graph) => string {
  const keys = new Map<Graph, string>();
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  return function keyOf(graph): string {
    const known = keys.get(graph);
    if (known !== undefined) return known;
    const layers = graph.layers.map((layer) => ({ ...layer, model: layer.model && numberOf(keyOf(layer.model)) }));
    const key = JSON.stringify({ ...graph, layers }, withoutInstances);
    keys.set(graph, key);
    return key;
  };
}

/** How often a call had made a layer before, and who called, says nothing about the model. */
function withoutInstances(key: string, value: unknown): unknown {
  return key === 'instance' || key === 'assumed' ? 0 : value;
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
