import * as l10n from '@vscode/l10n';
import type { Phrase } from '../../core/vocabulary/phrase.ts';

/** `7×7, 64 filters, stride 2` in the editor's language. The texts are in operator-words.ts. */
export function printSummary(phrases: readonly Phrase[]): string {
  return phrases.map(({ words, values }) => l10n.t(words, ...values)).join(l10n.t(', '));
}
