import type { Graph, Layer } from './node.ts';

/** The graph with another layer in the place of one of its own or, along the path, of those of its models. */
export function withLayer(graph: Graph, [index, ...inner]: readonly number[], layer: Layer): Graph {
  const present = graph.layers[index!]!;
  const changed = inner.length === 0 ? layer : { ...present, model: withLayer(present.model!, inner, layer) };
  return { ...graph, layers: graph.layers.with(index!, changed) };
}
