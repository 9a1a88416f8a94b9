import * as l10n from '@vscode/l10n';
import { inputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import { actionOf, layerOf, placeOf } from './support/facts.ts';
import { usersOf } from './support/neighbours.ts';
import type { Rule } from './support/rule.ts';
import { times } from './support/words.ts';

export const receptiveFieldTooSmall: Rule = {
  id: 'receptive-field-too-small',
  severity: 'hint',
  title: 'Classifier that never sees the whole input',
  docs: {
    what: 'A global pooling over features whose receptive field is smaller than half of the input, in height or width. A pooling that goes back into feature maps, as in squeeze-and-excitation, is left alone.',
    why: 'Each feature then judges a small patch, and the pooling only averages these judgements: how the parts of an object lie to each other is lost.',
    fix: 'Add layers, strides or dilation before the global pooling, or use a smaller input.',
    bad: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 3, activation: 'relu' }),\n    tf.layers.globalAveragePooling2d({}),\n    tf.layers.dense({ units: 10 }),\n  ],\n});",
    good: "tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 8, kernelSize: 5, activation: 'relu' }),\n    tf.layers.globalAveragePooling2d({}),\n    tf.layers.dense({ units: 10 }),\n  ],\n});",
  },
  *check(model) {
    const [shape, ...others] = inputShapes(model);
    if (!shape || others.length > 0 || shape.length !== 4) return;
    const input = shape.slice(1, 3);
    for (const [node, { inputs }] of model.graph.nodes.entries()) {
      const layer = layerOf(model, node);
      const field = inputs[0] && model.nodes[inputs[0].node]?.receptiveField;
      const isGlobalPooling = actionOf(layer) === 'pooling' && model.nodes[node]!.reach === 'whole';
      if (!isGlobalPooling || field?.status !== 'exact' || field.size.length !== input.length) continue;
      const place = placeOf(layer);
      if (!place) continue;
      const isSmall = field.size.some((size, axis) => {
        const whole = input[axis] ?? null;
        return isKnown(size) && isKnown(whole) && 2 * size < whole;
      });
      if (!isSmall || weighsFeatures(model, node)) continue;
      yield {
        rule: receptiveFieldTooSmall.id,
        message: l10n.t(
          '{0} pools features that each see {1} of the {2} input: no feature sees how its parts lie to each other.',
          layer.label,
          times(field.size),
          times(input),
        ),
        place,
        related: [],
        fixes: [],
      };
    }
  },
};

/** Whether what was pooled comes back to feature maps, which it then weighs or shifts: no classifier sees it alone. */
function weighsFeatures(model: GraphAnalysis, pooling: number): boolean {
  const users = usersOf(model);
  const reached = new Set([pooling]);
  for (const node of reached) {
    for (const user of users.get(node) ?? []) {
      const spatial = model.nodes[user]!.outputs[0]?.slice(1, 3) ?? [];
      if (model.nodes[user]!.outputs[0]?.length === 4 && spatial.some((size) => size !== 1)) return true;
      if (reached.size < longestHead) reached.add(user);
    }
  }
  return false;
}

/** The layers behind one pooling that are looked at, so that a long chain of poolings takes no square of its length. */
const longestHead = 64;
