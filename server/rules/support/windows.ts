import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { operatorOf } from '../../../core/graph/infer.ts';
import type { Layer } from '../../../core/graph/node.ts';
import type { Operator, WindowAxis } from '../../../core/vocabulary/operator.ts';

/** An application of a layer that slides a window. */
export interface Window {
  readonly layer: Layer;
  readonly node: number;
  readonly axes: readonly WindowAxis[];
  readonly family: Operator['family'];
}

/** Every convolution and pooling of a model whose window is known, in order of execution. */
export function windowsOf(model: GraphAnalysis): readonly Window[] {
  const known = collected.get(model);
  if (known) return known;
  const { graph, nodes } = model;
  const windows: Window[] = [];
  nodes.forEach(({ reach }, node) => {
    if (typeof reach === 'string') return;
    const layer = graph.layers[graph.nodes[node]!.layer]!;
    const family = operatorOf(layer)?.family;
    if (family) windows.push({ layer, node, axes: reach, family });
  });
  collected.set(model, windows);
  return windows;
}

/** Many rules ask. */
const collected = new WeakMap<GraphAnalysis, readonly Window[]>();
