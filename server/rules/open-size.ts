import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { type Dimension, isKnown, printDimension, printShape, substitute } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { isForTensorFlow } from '../frontends/origin.ts';
import { actionOf, keepsAxes, layerOf, placeOf } from './support/facts.ts';
import type { Finding, Rule, RuleContext } from './support/rule.ts';

export const openSize: Rule = {
  id: 'open-size',
  severity: 'error',
  title: 'Size left open that a layer needs',
  docs: {
    what: 'An input shape with `null` for a size on which the weights of a layer depend, or which a `flatten` has to multiply.',
    why: 'TensorFlow.js makes the weights when the model is built, and throws when it cannot tell how many. Convolutions and poolings work with any height and width; `dense` behind `flatten` does not, and no layer with weights does without the number of channels.',
    fix: 'Give the size, or average over all positions with a global pooling in place of `flatten`.',
    bad: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [null, null, 3], filters: 8, kernelSize: 3 }),\n    tf.layers.flatten(),\n    tf.layers.dense({ units: 10 }),\n  ],\n});',
    good: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [null, null, 3], filters: 8, kernelSize: 3 }),\n    tf.layers.globalAveragePooling2d({}),\n    tf.layers.dense({ units: 10 }),\n  ],\n});',
  },
  *check(model, context) {
    const open = openSizes(model);
    if (open === null) return;
    for (const node of model.graph.nodes.keys()) {
      const found = needsSize(model, node, open, context);
      if (!found) continue;
      yield found;
      // What stands behind lacks the same size.
      return;
    }
  },
};

/** What the sizes that an author leaves open are called, and the applications that give an open number of channels. */
interface OpenSizes {
  readonly names: Readonly<Record<string, Dimension>>;
  readonly nodes: ReadonlySet<number>;
}

function openSizes({ graph }: GraphAnalysis): OpenSizes | null {
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

const anySize = 7;

function needsSize(model: GraphAnalysis, node: number, open: OpenSizes, context: RuleContext): Finding | null {
  const layer = layerOf(model, node);
  const { inputs } = model.nodes[node]!;
  const place = placeOf(layer);
  if (!place || !isForTensorFlow(layer)) return null;
  const [input = []] = inputs;
  const finding = { rule: openSize.id, place, related: [] };
  if (actionOf(layer) === 'flattening' && input.slice(1).some((size) => isOpen(size, open))) {
    const message = l10n.t(
      '{0} needs every size of its input, which is {1}: TensorFlow.js throws when it is built.',
      layer.label,
      printShape(input),
    );
    const edits = input.length === 4 ? context.edits.replace(layer, 'globalAveragePooling2d') : null;
    return {
      ...finding,
      message,
      fixes: edits ? [{ title: l10n.t('Use global average pooling'), edits, safe: false }] : [],
    };
  }
  const weight = model.layers[model.graph.nodes[node]!.layer]!.weights.find(({ shape }) =>
    lacks(model, node, shape, open),
  );
  if (!weight) return null;
  const message = l10n.t(
    'The {0} of {1} would be {2}: its input is {3}, and TensorFlow.js throws when it is built.',
    weight.name.replaceAll('_', ' '),
    layer.label,
    printShape(weight.shape),
    printShape(input),
  );
  return { ...finding, message, fixes: [] };
}

/** Whether a weight has a size that the author left open. */
function lacks(model: GraphAnalysis, node: number, weight: Shape, open: OpenSizes): boolean {
  const makers = model.graph.nodes[node]!.inputs.map((input) => input.node);
  return weight.some((size) => isOpen(size, open) || (size === null && makers.some((maker) => open.nodes.has(maker))));
}

/** Whether a size is known as soon as those are that the author left open. */
function isOpen(size: Dimension, { names }: OpenSizes): boolean {
  return size !== null && !isKnown(size) && isKnown(substitute(size, names));
}
