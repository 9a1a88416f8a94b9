import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isForTensorFlow } from '../frontends/origin.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import { needOf, type OpenSizes, openSizes } from './support/open-sizes.ts';
import type { Finding, Rule, RuleContext } from './support/rule.ts';

export const openSize: Rule = {
  id: 'open-size',
  severity: 'error',
  title: 'Size left open that a layer needs',
  docs: {
    what: 'An input shape with `null` for a size on which the weights of a layer depend, which a `flatten` has to multiply, or from which a cropping cuts.',
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

function needsSize(model: GraphAnalysis, node: number, open: OpenSizes, context: RuleContext): Finding | null {
  const layer = layerOf(model, node);
  const place = placeOf(layer);
  if (!place || !isForTensorFlow(layer)) return null;
  const message = needOf(model, node, open);
  if (message === null) return null;
  const isFlattened = actionOf(layer) === 'flattening' && model.nodes[node]!.inputs[0]?.length === 4;
  const edits = isFlattened ? context.edits.replace(layer, 'globalAveragePooling2d') : null;
  const fixes = edits ? [{ title: l10n.t('Use global average pooling'), edits, safe: false }] : [];
  return { rule: openSize.id, message, place, related: [], fixes };
}
