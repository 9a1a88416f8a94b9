import type { Layer } from '../../core/graph/node.ts';
import { formatExact } from '../../core/graph/print.ts';
import { isKnown, printShape, product } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { findFacts, placeOf, producedBy } from './support/facts.ts';
import { openReshapes } from './support/open-reshape.ts';
import type { Fix, Rule, RuleContext } from './support/rule.ts';

export const reshapeSize: Rule = {
  id: 'reshape-size',
  severity: 'error',
  title: 'Reshape that changes the number of elements',
  docs: {
    what: 'A `reshape` whose target has another number of elements than its input, or whose -1 is still open when a later layer needs the size.',
    why: 'Reshaping only names the same elements differently; TensorFlow.js throws when the layer is applied. It works a -1 out only when the model runs, so that dense, convolutional, recurrent, normalising and flattening layers behind it cannot be built.',
    fix: 'Correct one size of the target, and write the size that follows from the others instead of -1.',
    bad: 'tf.sequential({\n  layers: [tf.layers.reshape({ inputShape: [784], targetShape: [28, 28, 3] })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.reshape({ inputShape: [784], targetShape: [28, 28, 1] })],\n});',
  },
  *check(model, context) {
    for (const { fact, layer, node } of findFacts(model, 'reshape-size')) {
      const place = placeOf(layer, 'targetShape', 'dims');
      const have = product(fact.from.slice(1));
      if (!place || !isKnown(have)) continue;
      const wanted = fact.to.slice(fact.to.length > 0 && fact.to[0] === null ? 1 : 0);
      const count = product(wanted);
      const asks = isKnown(count)
        ? `asks for ${formatExact(count)} elements`
        : 'asks for a number of elements that does not divide them';
      yield {
        rule: reshapeSize.id,
        message: `The target ${printShape(wanted)} ${asks}, but the input ${printShape(fact.from)} has ${formatExact(have)}.`,
        place,
        related: producedBy(
          model,
          node,
          0,
          (maker) => `The input is ${printShape(fact.from)} because of ${maker.label}.`,
        ),
        fixes: fittingSizes(layer, wanted, have, context),
      };
    }
    for (const finding of openReshapes(model, context)) yield { rule: reshapeSize.id, ...finding };
  },
};

/**
 * Targets that fit when one size is changed, the last first: channels are what people miscount. Where none does, the
 * square image with the same channels.
 */
function fittingSizes(layer: Layer, target: Shape, elements: number, context: RuleContext): Fix[] {
  const fixes: Fix[] = [];
  if (target.length > mostAxes) return fixes;
  for (let axis = target.length - 1; axis >= 0; axis--) {
    const others = product(target.filter((_, i) => i !== axis));
    if (!isKnown(others) || others <= 0 || elements % others !== 0) continue;
    const shape = target.map((size, i) => (i === axis ? elements / others : size));
    const edits = context.edits.set(layer, 'targetShape', shape);
    if (edits) fixes.push({ title: `Use targetShape: [${shape.join(', ')}]`, edits, safe: false });
  }
  const channels = target.at(-1) ?? null;
  const side = isKnown(channels) && target.length === 3 ? Math.sqrt(elements / channels) : Number.NaN;
  if (fixes.length === 0 && Number.isInteger(side)) {
    const shape = [side, side, channels];
    const edits = context.edits.set(layer, 'targetShape', shape);
    if (edits) fixes.push({ title: `Use targetShape: [${shape.join(', ')}]`, edits, safe: false });
  }
  return fixes;
}

/** Each axis is tried with the product of all others. A tensor of TensorFlow.js has at most six axes. */
const mostAxes = 8;
