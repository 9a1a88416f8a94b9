import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Layer } from '../../../core/graph/node.ts';
import { isOperatorName, operators } from '../../../core/operators/index.ts';
import { isLayerValue } from '../../../core/vocabulary/attributes.ts';
import {
  type Dimension,
  isKnown,
  printDimension,
  printShape,
  same,
  substitute,
} from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { actionOf, keepsAxes, layerOf } from './facts.ts';

/** What the sizes are called that TensorFlow.js does not know when it builds a model, and the applications that give an open number of channels. */
export interface OpenSizes {
  readonly names: Readonly<Record<string, Dimension>>;
  readonly nodes: ReadonlySet<number>;
}

/** The sizes that an author leaves open at the inputs; null when there are none. */
export function openSizes({ graph }: GraphAnalysis): OpenSizes | null {
  const names: Record<string, Dimension> = {};
  const nodes = new Set<number>();
  for (const [node, { layer: at, inputs }] of graph.nodes.entries()) {
    const layer = graph.layers[at]!;
    const { openAxes = [], inputShape = [] } = layer;
    for (const axis of openAxes) {
      const size = inputShape[axis] ?? null;
      if (size === null) nodes.add(node);
      else names[printDimension(size)] = anySize;
    }
    if (keepsAxes(layer) && inputs.some((input) => nodes.has(input.node))) nodes.add(node);
  }
  return nodes.size > 0 || Object.keys(names).length > 0 ? { names, nodes } : null;
}

/** Stands for what may be any size. */
export const anySize = 7;

/** Why a layer cannot be built while these sizes are open; null when it can be. */
export function needOf(model: GraphAnalysis, node: number, open: OpenSizes): string | null {
  const layer = layerOf(model, node);
  const { inputs, outputs } = model.nodes[node]!;
  const [input = []] = inputs;
  const kept = axesBeforeFlattened(layer);
  if (kept !== null && input.slice(kept).some((size) => isOpen(size, open))) {
    return l10n.t(
      '{0} needs every size of its input, which is {1}: TensorFlow.js throws when it is built.',
      layer.label,
      printShape(input),
    );
  }
  const isCut = (size: Dimension, axis: number) =>
    isOpen(size, open) && same(size, outputs[0]?.[axis] ?? null) !== true;
  if (layer.attributes.cropping !== undefined && input.some(isCut)) {
    return l10n.t(
      '{0} cannot cut from an open size: its input is {1}, and TensorFlow.js throws when it is built.',
      layer.label,
      printShape(input),
    );
  }
  const { weights } = model.layers[model.graph.nodes[node]!.layer]!;
  const weight = weights.find(({ shape }) => lacks(model, node, shape, open));
  if (!weight) return null;
  return l10n.t(
    'The {0} of {1} would be {2}: its input is {3}, and TensorFlow.js throws when it is built.',
    weight.name.replaceAll('_', ' '),
    layer.label,
    printShape(weight.shape),
    printShape(input),
  );
}

/** How many axes a layer leaves alone that flattens the others: the batch, and the steps to each of which a wrapper applies it. */
function axesBeforeFlattened(layer: Layer): number | null {
  if (actionOf(layer) === 'flattening') return 1;
  const { layer: wrapped } = layer.attributes;
  if (!isLayerValue(wrapped) || !isOperatorName(wrapped.operator)) return null;
  return operators[wrapped.operator].action === 'flattening' ? 2 : null;
}

/** Whether a weight has a size that is open. */
function lacks(model: GraphAnalysis, node: number, weight: Shape, open: OpenSizes): boolean {
  const makers = model.graph.nodes[node]!.inputs.map((input) => input.node);
  return weight.some((size) => isOpen(size, open) || (size === null && makers.some((maker) => open.nodes.has(maker))));
}

/** Whether a size is known as soon as those are that are open. */
export function isOpen(size: Dimension, { names }: Pick<OpenSizes, 'names'>): boolean {
  return size !== null && !isKnown(size) && isKnown(substitute(size, names));
}
