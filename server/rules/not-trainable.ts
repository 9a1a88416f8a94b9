import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer, Place } from '../../core/graph/node.ts';
import { isLayerValue } from '../../core/vocabulary/attributes.ts';
import type { Attributes, AttributeValue } from '../../core/vocabulary/operator.ts';
import { isForTensorFlow } from '../frontends/origin.ts';
import { lacksGradient } from '../frontends/written-spelling.ts';
import { actionOf, placeOf } from './support/facts.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';
import { printValue } from './support/words.ts';

export const notTrainable: Rule = {
  id: 'not-trainable',
  severity: 'error',
  title: 'Layer that is built and cannot be run or trained',
  docs: {
    what: "A layer of which TensorFlow.js lacks the computation, such as `padding: 'causal'`, or, in a model that the program trains, its gradient: dilation rates above 1, `conv3dTranspose`, `thresholdedReLU`, `masking` or `centerCrop` behind a layer that learns.",
    why: 'TensorFlow.js builds the model, and throws at the first `predict` or at the first step of `fit`.',
    fix: 'Compute it another way: pad before a causal convolution, pool or stride in place of a dilation. A layer with `trainable: false` that no learning layer stands before needs no gradient.',
    bad: "const model = tf.sequential({\n  layers: [tf.layers.conv1d({ inputShape: [32, 4], filters: 8, kernelSize: 3, padding: 'causal' })],\n});",
    good: "const model = tf.sequential({\n  layers: [tf.layers.conv1d({ inputShape: [32, 4], filters: 8, kernelSize: 3, padding: 'same' })],\n});",
  },
  *check(model, context) {
    for (const layer of model.graph.layers) {
      if (isForTensorFlow(layer)) yield* notComputed(layer, context);
    }
    const { trained } = model.graph;
    if (trained) yield* untrainable(model, false, { trained, context });
  },
};

/** Layers that throw whenever they are run. */
function* notComputed(layer: Layer, context: RuleContext): Generator<Finding> {
  const { padding, dataFormat, useBias } = layer.attributes;
  const action = actionOf(layer);
  if (action === 'mixing' && padding === 'causal') {
    const message = l10n.t(
      'TensorFlow.js has no causal convolution: it builds {0} and throws at the first predict.',
      layer.label,
    );
    yield* thrown(layer, ['padding'], { message, fixes: [] });
  }
  // The bias of a separable convolution is added along the last axis, whatever the format is.
  const isSeparable = action === 'filtering' && 'filters' in layer.attributes && 'depthMultiplier' in layer.attributes;
  if (isSeparable && dataFormat === 'channelsFirst' && useBias === true) {
    const message = l10n.t(
      'TensorFlow.js cannot add the bias of {0} with the channels first: it builds the layer and throws at the first predict.',
      layer.label,
    );
    yield* thrown(layer, ['dataFormat'], { message, fixes: setting(layer, 'useBias', false, context) });
  }
}

/**
 * Layers that throw when a loss is followed back to what learns before them. `learns` tells whether anything does that
 * stands before the model itself.
 */
function* untrainable(model: GraphAnalysis, learns: boolean, told: Telling): Generator<Finding> {
  const { graph } = model;
  const needed: boolean[] = [];
  for (const [index, { layer: at, inputs }] of graph.nodes.entries()) {
    const layer = graph.layers[at]!;
    const { weights, model: nested } = model.layers[at]!;
    const isBehind = inputs.length === 0 ? learns : inputs.some(({ node }) => needed[node]);
    needed[index] = isBehind || (layer.trainable && weights.some(({ trainable }) => trainable));
    if (nested) yield* untrainable(nested, isBehind, told);
    else if (needed[index] && isForTensorFlow(layer)) yield* withoutGradient(layer, isBehind, told);
  }
}

interface Telling {
  readonly trained: Place;
  readonly context: RuleContext;
}

function* withoutGradient(layer: Layer, isBehind: boolean, { trained, context }: Telling): Generator<Finding> {
  const related = [{ message: l10n.t('The model is trained here.'), place: trained }];
  if (isDilated(layer.attributes)) {
    const message = l10n.t(
      'TensorFlow.js has no gradient of a convolution with a dilation rate above 1: {0} can predict, and training it throws.',
      layer.label,
    );
    const fixes = setting(layer, 'dilationRate', 1, context);
    yield* thrown(layer, ['dilationRate'], { message, fixes, related });
  } else if (lacksGradient(layer) && (isBehind || 'filters' in layer.attributes)) {
    const message = l10n.t(
      'TensorFlow.js has no gradient of {0}: {1} can predict, and training what learns before it throws.',
      layer.className,
      layer.label,
    );
    yield* thrown(layer, [], { message, fixes: [], related });
  }
}

/** Whether a layer, or the one that it wraps, spaces the taps of its kernel. */
function isDilated({ dilationRate, layer }: Attributes): boolean {
  const rates: readonly AttributeValue[] = Array.isArray(dilationRate) ? dilationRate : [dilationRate ?? 1];
  return (
    rates.some((rate) => typeof rate === 'number' && rate > 1) || (isLayerValue(layer) && isDilated(layer.attributes))
  );
}

function setting(layer: Layer, attribute: string, value: AttributeValue, context: RuleContext): Fix[] {
  const edits = context.edits.set(layer, attribute, value);
  return edits ? [{ title: l10n.t('Use {0}: {1}', attribute, printValue(value)), edits, safe: false }] : [];
}

function* thrown(
  layer: Layer,
  attributes: readonly string[],
  found: Pick<Finding, 'message' | 'fixes'> & Partial<Finding>,
): Generator<Finding> {
  const place = placeOf(layer, ...attributes);
  if (place) yield { rule: notTrainable.id, place, related: [], ...found };
}
