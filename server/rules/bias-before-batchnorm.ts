import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { formatExact } from '../../core/graph/print.ts';
import type { WeightSpec } from '../../core/vocabulary/operator.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import { isOutput, usersOf } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';

export const biasBeforeBatchnorm: Rule = {
  id: 'bias-before-batchnorm',
  severity: 'warning',
  title: 'Bias that batch normalisation cancels',
  docs: {
    what: 'A convolution or dense layer with a bias, directly followed by a batch normalisation.',
    why: 'Batch normalisation subtracts the mean of every channel, and the bias with it. The bias costs parameters and optimiser state, and its gradient is zero.',
    fix: 'Add `useBias: false`. The normalisation has a shift of its own, `beta`.',
    bad: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 }),\n    tf.layers.batchNormalization(),\n  ],\n});',
    good: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, useBias: false }),\n    tf.layers.batchNormalization(),\n  ],\n});',
  },
  *check(model, context) {
    for (const [layer, normalisation, count] of cancelledBiases(model)) {
      const place = isDesignedHere(layer) ? placeOf(layer, 'useBias') : null;
      const reason = placeOf(normalisation);
      if (!place) continue;
      const edits = context.edits.set(layer, 'useBias', false);
      yield {
        rule: biasBeforeBatchnorm.id,
        message: `The ${count === null ? '' : `${formatExact(count)} `}biases of ${layer.label} have no effect: the batch normalisation behind it subtracts them again.`,
        place,
        related: reason
          ? [{ message: `${normalisation.label} subtracts the mean of every channel.`, place: reason }]
          : [],
        fixes: edits ? [{ title: 'Use useBias: false', edits, safe: false }] : [],
      };
    }
  },
};

/** Layers with a bias, linear, whose every use is a batch normalisation along the channels. */
function* cancelledBiases(model: GraphAnalysis): Generator<readonly [Layer, Layer, number | null]> {
  const users = usersOf(model);
  for (const [index, layer] of model.graph.layers.entries()) {
    const bias = isLinear(layer) ? model.layers[index]!.weights.find(isPerChannel) : undefined;
    if (!bias) continue;
    const nodes = model.layers[index]!.nodes;
    const next = nodes.flatMap((node) => users.get(node) ?? []);
    const first = next[0];
    if (first === undefined || !next.every((node) => isCancelling(model, node, channelsOf(layer)))) continue;
    if (nodes.some((node) => isOutput(model, node))) continue;
    const channels = bias.shape[0];
    yield [layer, layerOf(model, first), typeof channels === 'number' ? channels : null];
  }
}

function isLinear(layer: Layer): boolean {
  const { activation } = layer.attributes;
  const action = actionOf(layer);
  const isSum = (action === 'mixing' || action === 'filtering') && 'useBias' in layer.attributes;
  return isSum && (activation === undefined || activation === 'linear');
}

/** A bias that differs by position keeps what the mean over all positions does not hold. */
function isPerChannel({ name, shape }: WeightSpec): boolean {
  return name === 'bias' && shape.length === 1;
}

/** The axis of the channels that a layer makes, counted from the end where they are the last. */
function channelsOf({ attributes }: Layer): 1 | -1 {
  return attributes.dataFormat === 'channelsFirst' ? 1 : -1;
}

function isCancelling(model: GraphAnalysis, node: number, channels: 1 | -1): boolean {
  const layer = layerOf(model, node);
  if (actionOf(layer) !== 'batch-normalising' || !layer.trainable) return false;
  const rank = model.nodes[node]!.outputs[0]?.length ?? 0;
  const axis = layer.attributes.axis ?? -1;
  if (typeof axis !== 'number') return false;
  return (axis < 0 ? axis + rank : axis) === (channels === -1 ? rank - 1 : 1);
}
