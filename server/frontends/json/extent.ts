/** How much of a JSON text can be read: told before it is, for a tree takes a hundred times the memory of its text. */
export interface Extent {
  /** Where the text has to be cut; its length where it need not. */
  readonly end: number;
  /** Values in front of the end. */
  readonly values: number;
  readonly isTooDeep: boolean;
}

/** Nested models and wrappers of real files reach thirty. What follows a tree goes down it by recursion. */
const deepest = 400;

/** In a row. The parser joins them one by one, and takes thirty times the memory of the text. */
const mostBlanks = 100_000;

/** The extent of a text of which no more than `most` values may be read. */
export function extentOf(text: string, most: number): Extent {
  let depth = 0;
  let values = 1;
  let lastVisible = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > blank) lastVisible = at;
    else if (at - lastVisible > mostBlanks) return { end: at, values, isTooDeep: false };
    if (code === quote) at = endOfString(text, at);
    else if (code === openingBrace || code === openingBracket) {
      depth += 1;
      values += 1;
      if (depth > deepest) return { end: at, values, isTooDeep: true };
    } else if (code === closingBrace || code === closingBracket) depth -= 1;
    else if (code === comma || code === colon) values += 1;
    if (values > most) return { end: at, values, isTooDeep: false };
  }
  return { end: text.length, values, isTooDeep: false };
}

/** The closing quote, or the last character of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}

const blank = 0x20;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openingBracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
