import { attributeName, findClass } from '../frontends/layers.ts';
import { printValue } from '../rules/words.ts';
import { alternativeTo } from './alternative.ts';
import { compare } from './compare.ts';
import type { LayerView } from './layer-view.ts';

/**
 * An argument as Markdown: what it means, and what it does here, found by computing the layer once more with another
 * value. Null for an argument that the operator does not have.
 */
export function argumentMarkdown(view: LayerView, written: string): string | null {
  const { layer, operator } = view;
  const spelling = findClass(layer.className);
  const name = spelling && layer.source ? attributeName(spelling, written, layer.source.syntax) : written;
  const spec = operator?.attributes[name];
  if (!spec) return null;
  const value = layer.attributes[name];
  const title = `**${name}**${value === undefined ? '' : ` \`${printValue(value)}\``} · ${spec.doc}`;
  const alternative = value === undefined ? null : alternativeTo(name, spec, value);
  const effect = alternative === null ? null : compare(view, name, alternative);
  return effect ? `${title}\n\n${effect}` : title;
}
