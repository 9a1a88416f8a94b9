import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Taken } from '../../core/vocabulary/operator.ts';
import { isDesignedHere } from '../frontends/origin.ts';
import { findGraphFacts } from './support/graph-facts.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';

export const missingInputShape: Rule = {
  id: 'missing-input-shape',
  severity: 'error',
  title: 'Sequential model without an input shape',
  docs: {
    what: 'A sequential model whose first layer does not say what it is given.',
    why: 'Without it TensorFlow.js cannot build the weights of any layer, and throws on the first `add` behind it or on the first use.',
    fix: 'Add `inputShape` to the first layer: height, width and channels of one image, without the batch.',
    bad: 'tf.sequential({\n  layers: [tf.layers.conv2d({ filters: 8, kernelSize: 3 })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 })],\n});',
  },
  *check(model, context) {
    for (const { fact, place } of findGraphFacts(model)) {
      if (fact.kind !== 'missing-input-shape') continue;
      yield {
        rule: missingInputShape.id,
        message: l10n.t(
          '{0} has no input shape. Without one, no layer of the model can build its weights.',
          fact.layer ?? l10n.t('The first layer'),
        ),
        place,
        related: [],
        fixes: addShape(model, context),
      };
    }
  },
};

/** An image of a usual size for the first layer's rank, to be adapted by the author. */
function addShape({ graph }: GraphAnalysis, context: RuleContext): Fix[] {
  const first = graph.layers.find((layer) => layer.operator !== 'inputLayer');
  const takes = first && operatorOf(first)?.takes;
  const shape = takes && usualShapes[takes];
  if (!first || !shape || !isDesignedHere(first)) return [];
  const edits = context.edits.insert(first, 'inputShape', shape);
  return edits ? [{ title: l10n.t('Add inputShape: [{0}]', shape.join(', ')), edits, safe: false }] : [];
}

const usualShapes: Readonly<Record<Taken, readonly number[] | null>> = {
  vector: [784],
  sequence: [128, 1],
  image: [224, 224, 3],
  volume: [32, 32, 32, 1],
  frames: [16, 64, 64, 1],
  anything: null,
};
