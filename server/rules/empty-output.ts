import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';
import type { WindowAxis } from '../../core/vocabulary/operator.ts';
import { effectiveKernel } from '../../core/vocabulary/window.ts';
import { argumentOf } from '../frontends/written-spelling.ts';
import { findFacts, placeOf, producedBy } from './support/facts.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';
import { times, withArticle } from './support/words.ts';

export const emptyOutput: Rule = {
  id: 'empty-output',
  severity: 'error',
  title: 'Window larger than its input',
  docs: {
    what: 'A convolution or pooling whose window does not fit the input even once, so that its output has no elements.',
    why: 'TensorFlow.js builds such a layer without a word, and every layer behind it works on nothing: a network that was pooled once too often trains without learning.',
    fix: "Use a smaller window, leave out a pooling before it, or pad with 'same'.",
    bad: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 8, kernelSize: 3 }),\n    tf.layers.maxPooling2d({ poolSize: 3 }),\n  ],\n});',
    good: 'tf.sequential({\n  layers: [\n    tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 8, kernelSize: 3 }),\n    tf.layers.maxPooling2d({ poolSize: 2 }),\n  ],\n});',
  },
  *check(model, context) {
    for (const { fact, layer, node } of findFacts(model, 'empty-output')) {
      if (fact.axes.some((axis) => axis.input === 0)) continue; // Only the first layer without output is at fault.
      yield* report(model, context, layer, node, fact.axes);
    }
  },
};

function* report(
  model: GraphAnalysis,
  context: RuleContext,
  layer: Layer,
  node: number | null,
  axes: readonly WindowAxis[],
): Generator<Finding> {
  const attribute = 'poolSize' in layer.attributes ? 'poolSize' : 'kernelSize';
  const place = placeOf(layer, attribute);
  if (!place) return;
  const window = times(axes.map((axis) => effectiveKernel(axis.kernel, axis.dilation)));
  const input = times(axes.map((axis) => axis.input));
  const isPadded = axes.some((axis) => axis.padBegin !== 0 || axis.padEnd !== 0);
  const output = times(axes.map((axis) => axis.output));
  yield {
    rule: emptyOutput.id,
    message: isPadded
      ? l10n.t(
          '{0} window does not fit the padded {1} input: the output is {2}, without any elements.',
          withArticle(window),
          input,
          output,
        )
      : l10n.t(
          '{0} window does not fit the {1} input: the output is {2}, without any elements.',
          withArticle(window),
          input,
          output,
        ),
    place,
    related: producedBy(model, node, 0, (maker) => l10n.t('The input is {0} because of {1}.', input, maker.label)),
    fixes: [...smallerWindow(layer, attribute, axes, context), ...samePadding(layer, context)],
  };
}

/** The largest window that fits every axis, where that leaves a window at all. */
function smallerWindow(layer: Layer, attribute: string, axes: readonly WindowAxis[], context: RuleContext): Fix[] {
  const fits = axes.map(({ input, padBegin, padEnd, dilation, kernel }) =>
    isKnown(input) && isKnown(padBegin) && isKnown(padEnd) && isKnown(dilation) && isKnown(kernel)
      ? Math.min(kernel, Math.floor((input + padBegin + padEnd - 1) / dilation) + 1)
      : 0,
  );
  if (fits.some((size) => size < 1)) return [];
  const isSquare = fits.every((size) => size === fits[0]);
  const edits = context.edits.set(layer, attribute, isSquare ? fits[0]! : fits);
  return edits ? [{ title: l10n.t('Use {0} window', withArticle(times(fits))), edits, safe: false }] : [];
}

function samePadding(layer: Layer, context: RuleContext): Fix[] {
  if (argumentOf(layer, 'padding') && layer.attributes.padding === 'same') return [];
  const edits = context.edits.set(layer, 'padding', 'same');
  return edits ? [{ title: l10n.t("Use padding: 'same'"), edits, safe: false }] : [];
}
