import type { Shape } from '../vocabulary/operator.ts';
import type { Graph } from './node.ts';

/** The same model on inputs of other shapes, batch first, in the order of its inputs. */
export function withInputShapes(graph: Graph, shapes: readonly Shape[]): Graph {
  const given = new Map(graph.inputs.map(({ node }, index) => [graph.nodes[node]?.layer, shapes[index]]));
  const layers = graph.layers.map((layer, index) => {
    const inputShape = given.get(index);
    return layer.operator === 'inputLayer' && inputShape !== undefined ? { ...layer, inputShape } : layer;
  });
  return { ...graph, layers };
}
