/**
 * Text out of a file, on one line and with everything in it to be seen: control characters (line ends and the escapes of
 * terminals are some), marks that turn the direction of writing, characters without a width and broken surrogates are
 * written as JavaScript escapes them.
 */
export function visible(text: string): string {
  return text.replace(unseen, escaped);
}

/** As `visible`, for a text of ours in several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return short[character] ?? (code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`);
}
