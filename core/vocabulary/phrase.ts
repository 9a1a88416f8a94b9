/** Short texts with figures in them, kept apart so that an editor can say them in its language. */
import { type Dimension, printDimension } from './dimension.ts';

/** What operators say of themselves in a title. `{0}` and `{1}` stand for the figures. */
export type PhraseWords = (typeof phraseWords)[number];

export const phraseWords = [
  '{0}',
  '{0} categories',
  '{0} cells',
  '{0} channels',
  '{0} filters',
  '{0} filters, {1} connections',
  '{0} groups',
  '{0} on each side',
  '{0} parts',
  '{0} per channel',
  '{0} steps',
  '{0} tiles',
  '{0} times',
  '{0} units',
  'alpha {0}',
  'at most {0}',
  'axis {0}',
  'blocks of {0}',
  'by {0}',
  'dilation {0}',
  'kernel {0}',
  'p = {0}',
  'radius {0}',
  'rate {0}',
  'reversed',
  'stddev {0}',
  'stride {0}',
  'theta {0}',
  'to {0}',
  'window {0}',
] as const;

export interface Phrase {
  readonly words: PhraseWords;
  readonly values: readonly string[];
}

/** `phrase('{0} filters', 64)`; sizes that are unknown are `?`. */
export function phrase(words: PhraseWords, ...values: readonly (Dimension | string)[]): Phrase {
  return { words, values: values.map((value) => (typeof value === 'string' ? value : printDimension(value))) };
}

/** In English: `7×7, 64 filters, stride 2`. */
export function printPhrases(phrases: readonly Phrase[]): string {
  return phrases.map(({ words, values }) => words.replace(/\{(\d)\}/g, (_, at) => values[at] ?? '')).join(', ');
}
