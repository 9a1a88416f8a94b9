import * as l10n from '@vscode/l10n';

/** From here on every text of this process is in the language of this bundle, whose keys are the English texts; without one in English. */
export function speak(bundle: unknown): void {
  if (typeof bundle === 'object' && bundle !== null) l10n.config({ contents: textsOf(bundle) });
}

/** The pairs of a bundle that are texts; what an editor sends is data. */
function textsOf(bundle: object): Record<string, string> {
  const pairs = Object.entries(bundle).map(([key, value]: [string, unknown]) => [key, textOf(value)] as const);
  return Object.fromEntries(pairs.flatMap(([key, text]) => (text === null ? [] : [[key, text]])));
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const isCommented = typeof value === 'object' && value !== null && 'message' in value;
  return isCommented && typeof value.message === 'string' ? value.message : null;
}
