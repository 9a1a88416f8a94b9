import * as l10n from '@vscode/l10n';
import { markdownName, markdownText } from '../../core/text/markdown.ts';
import { attributeOf } from '../frontends/written-spelling.ts';
import { printValue } from '../rules/support/words.ts';
import { alternativeTo } from './alternative.ts';
import { compare } from './compare.ts';
import type { LayerView } from './layer-view.ts';

/**
 * An argument as Markdown: what it means, and what it does here, found by computing the layer once more with another
 * value. Null for an argument that the operator does not have.
 */
export function argumentMarkdown(view: LayerView, written: string): string | null {
  const { layer, operator } = view;
  const name = attributeOf(layer, written);
  const spec = operator && Object.hasOwn(operator.attributes, name) ? operator.attributes[name] : undefined;
  if (!spec) return Object.hasOwn(commonDocs(), name) ? `**${name}** · ${commonDocs()[name]}` : null;
  const value = layer.attributes[name];
  const title = `**${name}**${value === undefined ? '' : ` ${markdownName(printValue(value))}`} · ${l10n.t(spec.doc)}`;
  const alternative = value === undefined ? null : alternativeTo(name, spec, value);
  const effect = alternative === null ? null : compare(view, name, alternative);
  return effect ? `${title}\n\n${markdownText(effect)}` : title;
}

/** Arguments that every layer takes and no operator lists. */
const commonDocs = (): Readonly<Record<string, string>> => ({
  inputShape: l10n.t(
    'Shape of one input without its batch: height, width and channels of an image. Only the first layer needs it.',
  ),
  batchInputShape: l10n.t('Shape of the input with its batch, which is `null` where any number of samples will do.'),
  batchSize: l10n.t('Fixes the number of samples in every batch.'),
  name: l10n.t('What the layer is called in summaries and stored weights; one is made up when it is missing.'),
  trainable: l10n.t('Whether training changes the weights of the layer.'),
  dtype: l10n.t('The type of the numbers in the layer, `float32` unless given.'),
  weights: l10n.t('The values that the weights start with.'),
});
