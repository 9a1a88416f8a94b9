/** How a file is written: what is added to it looks the same. */
export interface Style {
  readonly quote: '"' | "'";
  readonly lineBreak: '\n' | '\r\n';
}

export function styleOf(text: string): Style {
  return {
    quote: text.split('"').length > text.split("'").length ? '"' : "'",
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** The white space before an offset when there is nothing else on its line, else null. */
export function indentOfOwnLine(text: string, offset: number): string | null {
  return /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(Math.max(0, offset - 400), offset))?.[1] ?? null;
}
