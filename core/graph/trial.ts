import { readAttributes } from '../vocabulary/attributes.ts';
import type { Attributes, AttributeValue, Fact, Operator, Shape } from '../vocabulary/operator.ts';
import { type AnalyseOptions, analyseGraph } from './analyse.ts';
import type { GraphAnalysis } from './analysis.ts';
import { operatorOf } from './infer.ts';
import type { Graph, Layer } from './node.ts';
import { withLayer } from './with-layer.ts';

/** What is tried: other attributes of one layer, other shapes of the inputs, or both. */
export interface Trial {
  /** Which layer: its index and, in nested models, that of the layer in it. */
  readonly path: readonly number[];
  readonly set: Readonly<Record<string, AttributeValue>>;
  /** Batch first; as they are where nothing is said. */
  readonly inputs?: readonly Shape[] | undefined;
}

export interface Tried {
  readonly analysis: GraphAnalysis;
  /** What is wrong with the layer's new attributes themselves. */
  readonly facts: readonly Fact[];
}

/** A model as it would be; nothing is written. Null for a layer that is not known. */
export function tryGraph(graph: Graph, { path, set, inputs }: Trial, options: AnalyseOptions = {}): Tried | null {
  const layer = layerAt(graph, path);
  const operator = layer && operatorOf(layer);
  if (!layer || !operator) return null;
  const read = readAttributes(operator, { ...kept(layer, operator, set), ...set });
  const changed = withLayer(graph, path, { ...layer, attributes: read.attributes });
  const analysis = analyseGraph(changed, { ...options, ...(inputs ? { inputs } : {}) });
  return { analysis, facts: read.facts };
}

/** The layer that a path leads to. */
export function layerAt(graph: Graph, [index, ...inner]: readonly number[]): Layer | null {
  const layer = index === undefined ? undefined : graph.layers[index];
  if (!layer) return null;
  if (inner.length === 0) return layer;
  return layer.model ? layerAt(layer.model, inner) : null;
}

/** The present values but for those that nobody wrote and that follow from a new one: strides from the window. */
function kept({ attributes, source }: Layer, operator: Operator, set: Trial['set']): Attributes {
  const written = new Set(Object.keys(source?.arguments ?? {}).map(plain));
  const follows = (name: string) => {
    const from = operator.attributes[name]?.defaultFrom;
    return from !== undefined && from in set && !written.has(plain(name));
  };
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !follows(name)));
}

/** `pool_size` and `poolSize` are the same argument in two spellings. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
