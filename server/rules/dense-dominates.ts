import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { formatCount } from '../../core/graph/print.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';

export const denseDominates: Rule = {
  id: 'dense-dominates',
  severity: 'hint',
  title: 'Dense layer with most of the parameters',
  docs: {
    what: 'A dense layer behind a `flatten` that holds more than half of the parameters of a model with over a million.',
    why: 'It has one weight for every position, channel and unit, so it overfits, and it ties the network to one input size. Networks since GoogLeNet and ResNet average each channel instead (Lin et al., "Network In Network", 2013).',
    fix: 'Use global average pooling in place of `flatten`.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.flatten(),\n    tf.layers.dense({ units: 256 }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.globalAveragePooling2d({}),\n    tf.layers.dense({ units: 256 }),\n  ],\n});",
  },
  *check(model, context) {
    const total = model.totals.params.total;
    if (!isKnown(total) || total < 1e6) return;
    for (const [node, { inputs }] of model.graph.nodes.entries()) {
      const layer = layerOf(model, node);
      const before = inputs[0];
      const flatten = before && layerOf(model, before.node);
      const own = model.layers[model.graph.nodes[node]!.layer]!.params.total;
      if (!flatten || !isVectorLayer(layer) || actionOf(flatten) !== 'flattening') continue;
      if (!isKnown(own) || own < total / 2) continue;
      const place = isDesignedHere(layer) ? placeOf(layer, 'units') : null;
      if (!place) continue;
      const channels = channelsBefore(model, before!.node);
      const { units } = layer.attributes;
      const instead = channels !== null && typeof units === 'number' ? (channels + 1) * units : null;
      const saving = instead === null ? '' : ` Behind a global average pooling it would have ${formatCount(instead)}.`;
      yield {
        rule: denseDominates.id,
        message: `${layer.label} holds ${formatCount(own)} of the model's ${formatCount(total)} parameters.${saving}`,
        place,
        related: [],
        fixes: channels === null ? [] : poolInstead(flatten, context),
      };
    }
  },
};

function isVectorLayer(layer: Layer): boolean {
  const operator = operatorOf(layer);
  return operator?.action === 'mixing' && operator.takes === 'vector';
}

/** Channels of the image that is flattened, when it is one with more than a pixel. */
function channelsBefore({ nodes }: GraphAnalysis, flatten: number): number | null {
  const shape = nodes[flatten]?.inputs[0];
  const channels = shape?.length === 4 && shape[1] !== 1 ? shape[3] : null;
  return typeof channels === 'number' ? channels : null;
}

function poolInstead(flatten: Layer, context: RuleContext): Fix[] {
  const edits = context.edits.replace(flatten, 'globalAveragePooling2d');
  return edits ? [{ title: 'Use global average pooling', edits, safe: false }] : [];
}
