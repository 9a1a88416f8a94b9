import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { formatCount } from '../../core/graph/print.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { shapedBy } from './support/branches.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';
import { sentences } from './support/words.ts';

export const denseDominates: Rule = {
  id: 'dense-dominates',
  severity: 'hint',
  title: 'Dense layer with most of the parameters',
  docs: {
    what: 'A dense layer behind a `flatten`, dropout between them or not, that holds more than half of the parameters of a model with over a million.',
    why: 'It has one weight for every position, channel and unit, so it overfits, and it ties the network to one input size. Networks since GoogLeNet and ResNet average each channel instead (Lin et al., "Network In Network", 2013).',
    fix: 'Use global average pooling in place of `flatten`.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.flatten(),\n    tf.layers.dense({ units: 256 }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, activation: 'relu' }),\n    tf.layers.globalAveragePooling2d({}),\n    tf.layers.dense({ units: 256 }),\n  ],\n});",
  },
  *check(model, context) {
    const total = model.totals.params.total;
    if (!isKnown(total) || total < 1e6) return;
    for (const [node, { layer: index }] of model.graph.nodes.entries()) {
      const layer = layerOf(model, node);
      const flatten = isVectorLayer(layer) ? shapedBy(model, node, 0) : null;
      const own = model.layers[index]!.params.total;
      if (flatten === null || !flattens(model, flatten)) continue;
      if (!isKnown(own) || own < total / 2) continue;
      const place = isDesignedHere(layer) ? placeOf(layer, 'units') : null;
      if (!place) continue;
      const channels = channelsBefore(model, flatten);
      const { units } = layer.attributes;
      const instead = channels !== null && typeof units === 'number' ? (channels + 1) * units : null;
      const saving =
        instead === null ? null : l10n.t('Behind a global average pooling it would have {0}.', formatCount(instead));
      yield {
        rule: denseDominates.id,
        message: sentences(
          l10n.t("{0} holds {1} of the model's {2} parameters.", layer.label, formatCount(own), formatCount(total)),
          saving,
        ),
        place,
        related: [],
        fixes: channels === null ? [] : poolInstead(layerOf(model, flatten), context),
      };
    }
  },
};

/** A `flatten`, or a `reshape` that does the same. */
function flattens(model: GraphAnalysis, node: number): boolean {
  const action = actionOf(layerOf(model, node));
  const { inputs, outputs } = model.nodes[node]!;
  return action === 'flattening' || (action === 'moving' && (inputs[0]?.length ?? 0) > 2 && outputs[0]?.length === 2);
}

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
  const edits = actionOf(flatten) === 'flattening' && context.edits.replace(flatten, 'globalAveragePooling2d');
  return edits ? [{ title: l10n.t('Use global average pooling'), edits, safe: false }] : [];
}
