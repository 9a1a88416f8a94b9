import * as l10n from '@vscode/l10n';
import { type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Range } from '../../../core/graph/node.ts';
import type { Work } from '../../../core/graph/work.ts';
import { extentOf } from './extent.ts';
import { type JsonNode, type Property, parseTree } from './parse-tree.ts';

export type { JsonNode } from './parse-tree.ts';

export interface JsonText {
  readonly root: JsonNode | null;
  readonly problem: { readonly message: string; readonly range: Range } | null;
  /** Where reading stopped because there was too much to read; null when it has not. */
  readonly cut: number | null;
}

/** One property of an object. `value` is missing while it is being typed. */
export interface Member {
  readonly key: string;
  readonly name: Range;
  readonly value: JsonNode | undefined;
  readonly property: Range;
}

/**
 * Parses as far as there is something to parse. Only the first problem is told: the others follow from it. A byte-order
 * mark counts as white space. A text of more than may be read is read up to there.
 */
export function parseJson(text: string, work: Work): JsonText {
  const { end, values, isTooDeep } = extentOf(text, Math.floor(work.left / unitsPerValue));
  work.allows(values * unitsPerValue);
  const { root, errors } = parseTree(text.slice(0, end).replace(/^\uFEFF/, ' '));
  if (isTooDeep) {
    const message = l10n.t('The JSON is nested too deeply to be a model.');
    return { root, problem: { message, range: { start: end, end: end + 1 } }, cut: null };
  }
  if (end < text.length) return { root, problem: null, cut: end };
  const first = errors[0];
  return { root, problem: first ? describe(first, text) : null, cut: null };
}

/** Parsing a value and looking at it. A large real model has a hundred thousand, and a million take 70 MB. */
const unitsPerValue = 16;

/** The value of a property; as in `JSON.parse`, the last of equal keys wins. */
export function member(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return properties(node).findLast((property) => property.key === key)?.value;
}

export function members(node: JsonNode | undefined): readonly Member[] {
  return properties(node).map((property) => {
    const { key, value } = property;
    const name = rangeOf(property);
    return { key, name, value, property: { start: name.start, end: value ? rangeOf(value).end : name.end } };
  });
}

function properties(node: JsonNode | undefined): readonly Property[] {
  return node?.type === 'object' ? node.value : [];
}

/** The items of an array; none for anything else. */
export function items(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.type === 'array' ? node.value : [];
}

export function textOf(node: JsonNode | undefined): string | null {
  return typeof node?.value === 'string' ? node.value : null;
}

export function numberOf(node: JsonNode | undefined): number | null {
  return typeof node?.value === 'number' ? node.value : null;
}

export function rangeOf(node: { readonly offset: number; readonly length: number }): Range {
  return { start: node.offset, end: node.offset + node.length };
}

function describe(error: ParseError, text: string): { message: string; range: Range } {
  const range = { start: error.offset, end: Math.max(error.offset + error.length, error.offset + 1) };
  const code = printParseErrorCode(error.error);
  const end = text.trimEnd().length;
  if (range.end >= end && code !== 'EndOfFileExpected') {
    return {
      message: l10n.t('The JSON ends in the middle. What stands before was read.'),
      range: { start: Math.max(0, end - 1), end },
    };
  }
  return { message: l10n.t('Not valid JSON: {0}.', wording(code)), range };
}

function wording(code: string): string {
  switch (code) {
    case 'InvalidSymbol':
      return l10n.t('this is neither a string, a number, true, false nor null');
    case 'InvalidNumberFormat':
      return l10n.t('this is not a number');
    case 'PropertyNameExpected':
      return l10n.t('a property name is expected');
    case 'ValueExpected':
      return l10n.t('a value is expected');
    case 'ColonExpected':
      return l10n.t('a colon is expected');
    case 'CommaExpected':
      return l10n.t('a comma is expected');
    case 'CloseBraceExpected':
      return l10n.t('a closing brace is expected');
    case 'CloseBracketExpected':
      return l10n.t('a closing bracket is expected');
    case 'EndOfFileExpected':
      return l10n.t('the file goes on after its end');
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return l10n.t('JSON has no comments');
    case 'UnexpectedEndOfString':
      return l10n.t('a string is not closed');
    case 'UnexpectedEndOfNumber':
      return l10n.t('a number is not finished');
    case 'InvalidUnicode':
      return l10n.t('this is no Unicode escape');
    case 'InvalidEscapeCharacter':
      return l10n.t('this is no escape');
    case 'InvalidCharacter':
      return l10n.t('a control character stands in a string');
    default:
      return l10n.t('unexpected text');
  }
}
