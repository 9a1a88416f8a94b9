import jsTokens from 'js-tokens';
import type { Range } from '../../../core/graph/node.ts';

/** One entry of an object literal: a property, a method or a spread. */
export interface Member extends Range {
  readonly comma: Range | null;
}

/** What a literal says, as far as it can be edited: its entries, and the comments between them. */
export interface Members {
  readonly members: readonly Member[];
  readonly comments: readonly Range[];
}

/**
 * The entries of the literal whose braces stand at `config`; null when the text there is not one whole literal, as while
 * it is being typed.
 */
export function membersOf(text: string, config: Range): Members | null {
  const tokens = [...tokensOf(text.slice(config.start, config.end), config.start)];
  if (tokens[0]?.text !== '{' || tokens.at(-1)?.text !== '}' || tokens.some(({ isWhole }) => !isWhole)) return null;
  const members: Member[] = [];
  const comments: Range[] = [];
  let depth = 0;
  let start: number | null = null;
  let end = config.start;
  for (const token of tokens.slice(1, -1)) {
    if (closing.has(token.text)) depth--;
    if (depth < 0 || (depth === 0 && token.text === ';')) return null;
    if (token.isComment) {
      if (depth === 0) comments.push(token);
    } else if (depth === 0 && token.text === ',') {
      if (start === null) return null;
      members.push({ start, end, comma: { start: token.start, end: token.end } });
      start = null;
    } else {
      start ??= token.start;
      ({ end } = token);
    }
    if (opening.has(token.text)) depth++;
  }
  if (start !== null) members.push({ start, end, comma: null });
  return depth === 0 ? { members, comments } : null;
}

const opening: ReadonlySet<string> = new Set(['(', '[', '{']);
const closing: ReadonlySet<string> = new Set([')', ']', '}']);

/** A word, number, text or sign of a program, or a comment. */
export interface Token extends Range {
  readonly text: string;
  readonly isComment: boolean;
  /** False for a text or comment that nothing closes, and for what is no token at all. */
  readonly isWhole: boolean;
}

/** The tokens of a piece of a program that begins at `offset`, without white space. */
export function* tokensOf(text: string, offset: number): Generator<Token> {
  let start = offset;
  for (const token of jsTokens(text)) {
    const { type, value } = token;
    const isWhole = type !== 'Invalid' && (!('closed' in token) || token.closed);
    const end = start + value.length;
    const isSpace = type === 'WhiteSpace' || type === 'LineTerminatorSequence';
    if (!isSpace) yield { text: value, start, end, isComment: type.endsWith('Comment'), isWhole };
    start = end;
  }
}
