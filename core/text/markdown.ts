import { shorten } from './shorten.ts';
import { visible } from './visible.ts';

/**
 * Text out of a file as Markdown that shows it and does nothing else: no link, no picture, no command, no HTML, no end of
 * a table's cell.
 */
export function markdownText(text: string): string {
  return visible(text).replace(meaningful, '\\$&');
}

/** As `markdownText`, set as code; a text that could end the code or the cell around it is set as text. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  return shown === '' || /[`|\\]/.test(shown) ? markdownText(shown) : `\`${shown}\``;
}

/** A name out of a file, set as code, at the length of a name. */
export function markdownName(name: string): string {
  return markdownCode(shorten(visible(name)));
}

/** What means something in a line of Markdown, and what makes an address of a web page or a mailbox into a link. */
const meaningful = /[\\`*_[\]<>#|~&!$@]|:(?=\/\/)|(?<=\bwww)\./gi;
