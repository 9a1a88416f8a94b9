import type { LayerSource } from '../../../core/graph/node.ts';
import type { Edit } from './edit.ts';
import { type Token, tokensOf } from './members.ts';
import { notationOf } from './notation.ts';
import { indentOfOwnLine, type Style } from './style.ts';

/**
 * The edit that puts another layer before this one, where the text shows how: `model.add(…)` gets a statement before
 * it, an item of `layers: […]` an item before it. Null for anything else, and where a further statement would leave the
 * grip of an `if` without braces.
 */
export function insertLayerBefore(
  source: LayerSource,
  factory: string,
  { text, style, tokens }: { text: string; style: Style; tokens: TokensBefore },
): readonly Edit[] | null {
  const library = text.slice(source.range.start, source.name.start);
  if (!notationOf(source).calls || !library.endsWith('.')) return null;
  const call = `${library}${callOf(factory)}`;
  const before = tokens(source.range.start);
  const after = /^\s*(.?)/.exec(text.slice(source.range.end))![1]!;
  const statement = statementOfAdd(before);
  if (statement && (after === ')' || after === ',')) {
    const receiver = text.slice(statement.start, before.at(-1)!.end);
    return [insertAt(source, statement.start, `${receiver}${call});`, text, style)];
  }
  if (!isItemOfLayers(before) || (after !== ',' && after !== ']')) return null;
  return [insertAt(source, source.range.start, `${call},`, text, style)];
}

/** The edit that makes another layer where this one is made, with the arguments that this one has. */
export function replaceLayer(source: LayerSource, factory: string, text: string): readonly Edit[] | null {
  const { file, name, range } = source;
  if (!notationOf(source).calls || text[name.start - 1] !== '.') return null;
  const isEmpty = /^\s*\(\s*\)$/.test(text.slice(name.end, range.end));
  return isEmpty
    ? [{ file, range: { start: name.start, end: range.end }, newText: callOf(factory) }]
    : [{ file, range: name, newText: factory }];
}

/** What stands before a place, on a line of its own where the place begins a line. */
function insertAt({ file }: LayerSource, start: number, what: string, text: string, { lineBreak }: Style): Edit {
  const indent = indentOfOwnLine(text, start);
  const gap = indent === null ? ' ' : `${lineBreak}${indent}`;
  return { file, range: { start, end: start }, newText: `${what}${gap}` };
}

/** A program's tokens up to an offset, without comments; in a page those of the script around it. */
export type TokensBefore = (offset: number) => readonly Token[];

/** The tokens of a file, read once for each of its scripts, however many layers ask. */
export function tokensOfFile(file: string, text: string): TokensBefore {
  const isProgram = /\.[cm]?[jt]sx?$/.test(file);
  const starts = isProgram
    ? [0]
    : [0, ...[...text.matchAll(/<script\b[^>]*>/g)].map((tag) => tag.index + tag[0].length)];
  const scripts = new Map<number, readonly Token[]>();
  return (offset) => {
    const index = starts.findLastIndex((start) => start <= offset);
    const start = starts[index]!;
    const tokens =
      scripts.get(start) ??
      [...tokensOf(text.slice(start, starts[index + 1]), start)].filter(({ isComment }) => !isComment);
    scripts.set(start, tokens);
    const end = tokens.findIndex((token) => token.start >= offset);
    return tokens.slice(0, end < 0 ? tokens.length : end);
  };
}

/** The first token of the statement `model.add(` that the tokens end with; null when they end otherwise. */
function statementOfAdd(tokens: readonly Token[]): Token | null {
  const [dot, add, bracket] = tokens.slice(-3);
  if (dot?.text !== '.' || add?.text !== 'add' || bracket?.text !== '(') return null;
  let first = tokens.length - 4;
  while (tokens[first - 1]?.text === '.' && isName(tokens[first - 2])) first -= 2;
  const receiver = tokens[first];
  return receiver && isName(receiver) && beginsStatement(tokens, first) ? receiver : null;
}

/** Whether a statement begins at a token that may stand beside another one: in a block or at the top of the file. */
function beginsStatement(tokens: readonly Token[], first: number): boolean {
  const before = tokens[first - 1]?.text;
  const isFirst = before === undefined || before === '{' || before === '}';
  if (before === ';') return enclosing(tokens.slice(0, first))?.text !== '(';
  if (before !== ')') return isFirst;
  // Without a semicolon: the end of another call, not the head of an `if` or a loop.
  const head = openerOf(tokens.slice(0, first - 1));
  const word = tokens[head - 1]?.text ?? '';
  return head >= 0 && !/^(if|while|for|with|await)$/.test(word);
}

function isItemOfLayers(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)?.text;
  const list = openerOf(tokens);
  const isList = tokens[list]?.text === '[' && tokens[list - 1]?.text === ':';
  return (last === '[' || last === ',') && isList && /^['"]?layers['"]?$/.test(tokens[list - 2]?.text ?? '');
}

function enclosing(tokens: readonly Token[]): Token | undefined {
  return tokens[openerOf(tokens)];
}

/** The index of the last bracket that the tokens leave open, -1 when there is none. */
function openerOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const { text } = tokens[index]!;
    if (/^([)\]}]|\}.*`)$/s.test(text)) depth++;
    else if (/^([([{]|`.*\$\{)$/s.test(text) && depth-- === 0) return index;
    // The middle of a template closes one bracket and opens the next.
    if (/^\}.*\$\{$/s.test(text) && depth === 0) return index;
  }
  return -1;
}

function isName(token: Token | undefined): boolean {
  return token !== undefined && /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(token.text);
}

/** Global poolings read their config without looking whether there is one. */
function callOf(factory: string): string {
  return `${factory}(${factory.startsWith('global') ? '{}' : ''})`;
}
