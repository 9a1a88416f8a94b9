import { shorten } from '../../../core/text/shorten.ts';
import { type Dimension, printDimension } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';

/** `3×3` */
export function times(sizes: readonly Dimension[]): string {
  return sizes.map(printDimension).join('×');
}

/** `1, 2 or 4` */
export function listOf(words: readonly (string | number)[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words[words.length - 1]}`;
}

/** `1 tensor`, `2 tensors` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a 3×3 kernel`, `an 11×11 kernel` */
export function withArticle(text: string): string {
  return `${/^(8|11(?!\d)|18(?!\d)|[aeio])/i.test(text) ? 'an' : 'a'} ${text}`;
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
