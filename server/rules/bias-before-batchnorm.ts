import * as l10n from '@vscode/l10n';
import type { GraphAnalysis, LayerAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
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
    what: 'A convolution or dense layer with a bias, followed by a batch normalisation; a pooling between them passes the bias on.',
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
        message:
          count === null
            ? l10n.t(
                'The biases of {0} have no effect: the batch normalisation behind it subtracts them again.',
                layer.label,
              )
            : l10n.t(
                'The {0} biases of {1} have no effect: the batch normalisation behind it subtracts them again.',
                formatExact(count),
                layer.label,
              ),
        place,
        related: reason
          ? [{ message: l10n.t('{0} subtracts the mean of every channel.', normalisation.label), place: reason }]
          : [],
        fixes: edits ? [{ title: l10n.t('Use useBias: false'), edits, safe: false }] : [],
      };
    }
  },
};

/** Linear layers with a bias of whose value every path leads into a batch normalisation along the channels. */
function* cancelledBiases(model: GraphAnalysis): Generator<readonly [Layer, Layer, number | null]> {
  for (const [index, analysis] of model.layers.entries()) {
    const last = lastBias(model.graph.layers[index]!, analysis);
    if (last === null) continue;
    const reached = analysis.nodes.flatMap((node) => behind(model, node, last.layer));
    const first = reached[0];
    if (first === undefined || !reached.every((node) => isCancelling(model, node, channelsOf(last.layer)))) continue;
    const channels = last.bias.shape[0];
    yield [last.layer, layerOf(model, first), typeof channels === 'number' ? channels : null];
  }
}

interface BiasedLayer {
  readonly layer: Layer;
  readonly bias: WeightSpec;
}

/** The layer whose bias is the last thing that is added: the layer itself, or the one that gives a nested model's output. */
function lastBias(layer: Layer, { weights, model }: LayerAnalysis): BiasedLayer | null {
  const end = model?.graph.outputs.length === 1 ? model.graph.outputs[0]!.node : null;
  if (model && end !== null && !usersOf(model).has(end)) {
    const inner = model.graph.nodes[end]!.layer;
    return lastBias(model.graph.layers[inner]!, model.layers[inner]!);
  }
  const bias = isLinear(layer) ? weights.find(isPerChannel) : undefined;
  return bias ? { layer, bias } : null;
}

/** The applications that an offset of a layer's channels reaches, through poolings and the like that pass it on. */
function behind(model: GraphAnalysis, start: number, layer: Layer): readonly number[] {
  const reached: number[] = [];
  const waiting = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // What leaves the model is looked at by no normalisation.
    if (isOutput(model, next)) reached.push(next);
    for (const node of usersOf(model).get(next) ?? [])
      (passesOn(layerOf(model, node), layer) ? waiting : reached).push(node);
  }
  return reached;
}

function passesOn(layer: Layer, from: Layer): boolean {
  const { countIncludePad } = layer.attributes;
  const passes = operatorOf(layer)?.passesOffsets === true && countIncludePad !== true && countIncludePad !== null;
  return passes && channelsOf(layer) === channelsOf(from);
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
