import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import { soleUser } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';

export const linearStack: Rule = {
  id: 'linear-stack',
  severity: 'hint',
  title: 'Layers in a row without a non-linearity',
  docs: {
    what: 'Two convolutions, or two dense layers, in a row with no activation between them; a batch normalisation, an average pooling or a flatten there is linear as well. 1×1 and depthwise convolutions and kernels such as 3×1 are left alone: bottlenecks and separable convolutions are linear on purpose, and so is a layer narrower than what it stands between, which factors one large matrix in two.',
    why: 'Two linear layers compute nothing that one of them could not: the second adds parameters and work, not expressiveness.',
    fix: 'Give the first an activation.',
    bad: 'tf.sequential({\n  layers: [tf.layers.dense({ inputShape: [64], units: 32 }), tf.layers.dense({ units: 10 })],\n});',
    good: "tf.sequential({\n  layers: [tf.layers.dense({ inputShape: [64], units: 32, activation: 'relu' }), tf.layers.dense({ units: 10 })],\n});",
  },
  *check(model, context) {
    for (const node of model.graph.nodes.keys()) {
      const next = mixes(model, node) ? nextMixing(model, node) : null;
      if (next === null || !mixes(model, next)) continue;
      const layer = layerOf(model, node);
      const second = layerOf(model, next);
      if (!isLinear(layer.attributes.activation)) continue;
      if (isNarrow(model, node, next)) continue;
      const place = isDesignedHere(layer) ? placeOf(layer, 'activation') : null;
      if (!place) continue;
      const edits = context.edits.set(layer, 'activation', 'relu');
      const other = placeOf(second);
      yield {
        rule: linearStack.id,
        message: l10n.t(
          '{0} has no activation, so together with {1} it computes what one layer could.',
          layer.label,
          second.label,
        ),
        place,
        related: other
          ? [
              {
                message:
                  soleUser(model, node) === next
                    ? l10n.t('{0} follows directly.', second.label)
                    : l10n.t('{0} follows, and what stands between them is linear.', second.label),
                place: other,
              },
            ]
          : [],
        fixes: edits ? [{ title: l10n.t("Use activation: 'relu'"), edits, safe: false }] : [],
      };
    }
  },
};

/** The first layer behind this one that is more than a fixed or a per-channel linear function of its output. */
function nextMixing(model: GraphAnalysis, node: number): number | null {
  let next = soleUser(model, node);
  for (let passed = 0; next !== null && isLinearBetween(layerOf(model, next)); passed++) {
    if (passed === mostBetween) return null;
    next = soleUser(model, next);
  }
  return next;
}

/** Each layer of a long chain may ask. */
const mostBetween = 8;

function isLinearBetween(layer: Layer): boolean {
  const action = actionOf(layer);
  return action === 'batch-normalising' || action === 'flattening' || operatorOf(layer)?.averages === true;
}

function isLinear(activation: unknown): boolean {
  return activation === undefined || activation === 'linear';
}

/** Whether fewer channels stand between two layers than go in and come out: a product of low rank. */
function isNarrow({ graph, nodes }: GraphAnalysis, node: number, next: number): boolean {
  const channels = graph.layers[graph.nodes[node]!.layer]!.attributes.dataFormat === 'channelsFirst' ? 1 : -1;
  const [before, between, after] = [graph.nodes[node]!.inputs[0]?.node, node, next].map((at) =>
    at === undefined ? null : (nodes[at]!.outputs[0]?.at(channels) ?? null),
  );
  return isKnown(before!) && isKnown(between!) && isKnown(after!) && between < before && between < after;
}

/** Dense layers, and convolutions with a square kernel above 1. */
function mixes(model: GraphAnalysis, node: number): boolean {
  if (actionOf(layerOf(model, node)) !== 'mixing') return false;
  const { reach } = model.nodes[node]!;
  if (typeof reach === 'string') return true;
  return reach.every(
    ({ kernel, transposed }) => !transposed && isKnown(kernel) && kernel > 1 && kernel === reach[0]!.kernel,
  );
}
