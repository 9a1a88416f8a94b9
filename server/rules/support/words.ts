import * as l10n from '@vscode/l10n';
import { shorten } from '../../../core/text/shorten.ts';
import { type Dimension, printDimension } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import type { Told } from '../../../core/vocabulary/told.ts';

/** `3×3` */
export function times(sizes: readonly Dimension[]): string {
  return sizes.map(printDimension).join('×');
}

/** `1, 2 or 4` */
export function listOf(words: readonly (string | number)[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  const [before, last = ''] = [words.slice(0, -1).join(l10n.t(', ')), words.at(-1)];
  return conjunction === 'and' ? l10n.t('{0} and {1}', before, last) : l10n.t('{0} or {1}', before, last);
}

/** `1 tensor`, `2 tensors` */
export function count(number: number, noun: 'tensor' | 'input' | 'target' | 'example' | 'output'): string {
  switch (noun) {
    case 'tensor':
      return number === 1 ? l10n.t('1 tensor') : l10n.t('{0} tensors', number);
    case 'input':
      return number === 1 ? l10n.t('1 input') : l10n.t('{0} inputs', number);
    case 'target':
      return number === 1 ? l10n.t('1 target') : l10n.t('{0} targets', number);
    case 'example':
      return number === 1 ? l10n.t('1 example') : l10n.t('{0} examples', number);
    case 'output':
      return number === 1 ? l10n.t('1 output') : l10n.t('{0} outputs', number);
    default:
      return noun satisfies never;
  }
}

/** `a 3×3 kernel`, `an 11×11 kernel` */
export function withArticle(text: string): string {
  return /^(8|11(?!\d)|18(?!\d)|[aeio])/i.test(text) ? l10n.t('an {0}', text) : l10n.t('a {0}', text);
}

/** Sentences one after the other, those left out that are empty. */
export function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).reduce((before, next) => l10n.t('{0} {1}', before, next));
}

/** What a fact says. Its words are in features/operator-words.ts. */
export function say({ words, values }: Told): string {
  return l10n.t(words, ...values.map((value) => (typeof value === 'string' ? value : say(value))));
}

/** A value as an author would write it, `[3, 3]` or `'same'`; of a long one both ends. */
export function printValue(value: AttributeValue): string {
  return shorten(written(value));
}

function written(value: AttributeValue): string {
  if (value === null) return '?';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object') return String(value);
  if ('terms' in value) return printDimension(value);
  if ('operator' in value) return value.operator;
  return `[${value.map(written).join(', ')}]`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
