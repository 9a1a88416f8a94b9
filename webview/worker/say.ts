import * as l10n from '@vscode/l10n';
import type { Told } from '../../core/vocabulary/told.ts';

/** What an engine says, in the panel's language. */
export function say({ words, values }: Told): string {
  return l10n.t(words, ...values.map((value) => (typeof value === 'string' ? value : say(value))));
}
