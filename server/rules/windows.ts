import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import type { Operator, WindowAxis } from '../../core/operators/operator.ts';

/** An application of a layer that slides a window. */
export interface Window {
  readonly layer: Layer;
  readonly node: number;
  readonly axes: readonly WindowAxis[];
  readonly family: Operator['family'];
}

/** Every convolution and pooling of a model whose window is known, in order of execution. */
export function* windowsOf({ graph, nodes }: GraphAnalysis): Generator<Window> {
  for (const [node, { reach }] of nodes.entries()) {
    if (typeof reach === 'string') continue;
    const layer = graph.layers[graph.nodes[node]!.layer]!;
    const family = operatorOf(layer)?.family;
    if (family) yield { layer, node, axes: reach, family };
  }
}
