import { operators } from '../core/operators/index.ts';
import { phraseWords } from '../core/vocabulary/phrase.ts';
import { toldWords } from '../core/vocabulary/told.ts';

/**
 * The texts of the operators' tables as calls of l10n.t, among which the tool that writes the bundle finds them. The
 * tables themselves stay English: the library and the command line speak nothing else.
 */
export function operatorWords(): string {
  const texts = Object.values(operators).flatMap(({ title, doc, attributes }) => [
    title,
    doc,
    ...Object.values(attributes).map((attribute) => attribute.doc),
  ]);
  const calls = [...new Set([...texts, ...phraseWords, ...toldWords])].map((text) => `  l10n.t(${quoted(text)});`);
  return `// Written by \`npm run docs\`.
import * as l10n from '@vscode/l10n';

/** Names every text of core/operators once, for the tool that collects what is to be translated. */
export function nameOperatorWords(): void {
${calls.join('\n')}
}
`;
}

/** As the formatter would quote it. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
