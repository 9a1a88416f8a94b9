import type { AST } from '@eslint-community/regexpp';

/** A pattern in the syntax of RE2, which means the same there on the texts that `isFor` accepts. */
export interface Translation {
  readonly pattern: string;
  /** The names of the groups; the whole match and groups without one have null. */
  readonly names: readonly (string | null)[];
  /** How many characters and the like it is made of when repetitions are written out. */
  readonly size: number;
  readonly isFor: (text: string) => boolean;
}

interface Part {
  readonly pattern: string;
  readonly size: number;
  readonly mayBeEmpty: boolean;
  /** How many groups it captures, and whether each of them takes part whenever it matches. */
  readonly groups: number;
  readonly isEachTaken: boolean;
}

/** RE2 repeats nothing more often. */
const mostRepetitions = 1000;

type Ranges = readonly (readonly [number, number])[];

const sets: Readonly<Record<AST.EscapeCharacterSet['kind'], Ranges>> = {
  digit: [[0x30, 0x39]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ],
};

const lineEnds: Ranges = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** What has no counterpart: looking around, references back, and repetitions that reset groups or may be empty. */
class Untranslatable extends Error {}

/** Null when JavaScript and RE2 do not agree about the pattern. */
export function translate({ alternatives }: AST.Pattern, flags: string): Translation | null {
  const ignoresCase = flags.includes('i');
  const names: (string | null)[] = [null];
  try {
    const { pattern, size } = either(alternatives, { flags, names, last: ignoresCase ? 0x7f : 0xffff });
    const isFor = (text: string) =>
      // Pairs of surrogates are one character for RE2; letters beyond ASCII have other capitals there.
      !(ignoresCase ? /[^\0-\x7f]/ : /[\ud800-\udfff]/).test(text) &&
      !(flags.includes('m') && /[\r\u2028\u2029]/.test(text));
    return { pattern, names, size, isFor };
  } catch (error) {
    if (error instanceof Untranslatable) return null;
    throw error;
  }
}

interface Context {
  readonly flags: string;
  readonly names: (string | null)[];
  /** The last character that a text may hold. */
  readonly last: number;
}

function either(alternatives: readonly AST.Alternative[], context: Context): Part {
  const parts = alternatives.map(({ elements }) => sequence(elements, context));
  const groups = sum(parts, 'groups');
  return {
    pattern: parts.map(({ pattern }) => pattern).join('|'),
    size: sum(parts, 'size') + parts.length,
    mayBeEmpty: parts.some(({ mayBeEmpty }) => mayBeEmpty),
    groups,
    isEachTaken: groups === 0 || (parts.length === 1 && parts.every(({ isEachTaken }) => isEachTaken)),
  };
}

function sequence(elements: readonly AST.Element[], context: Context): Part {
  const parts = elements.map((element) => translateElement(element, context));
  return {
    pattern: parts.map(({ pattern }) => pattern).join(''),
    size: sum(parts, 'size'),
    mayBeEmpty: parts.every(({ mayBeEmpty }) => mayBeEmpty),
    groups: sum(parts, 'groups'),
    isEachTaken: parts.every(({ isEachTaken }) => isEachTaken),
  };
}

function sum(parts: readonly Part[], key: 'size' | 'groups'): number {
  return parts.reduce((total, part) => total + part[key], 0);
}

function translateElement(element: AST.Element, context: Context): Part {
  switch (element.type) {
    case 'Character':
      return one([[element.value, element.value]], context);
    case 'CharacterSet':
      return one(rangesOfSet(element, context), context);
    case 'CharacterClass':
      return characterClass(element, context);
    case 'Assertion':
      return assertion(element, context);
    case 'Group': {
      if (element.modifiers) throw new Untranslatable();
      const inner = either(element.alternatives, context);
      return { ...inner, pattern: `(?:${inner.pattern})` };
    }
    case 'CapturingGroup': {
      context.names.push(element.name);
      const inner = either(element.alternatives, context);
      return { ...inner, pattern: `(${inner.pattern})`, groups: inner.groups + 1 };
    }
    case 'Quantifier':
      return quantified(element, context);
    case 'Backreference':
    case 'ExpressionCharacterClass':
      throw new Untranslatable();
    default:
      return element satisfies never;
  }
}

/**
 * JavaScript forgets at each repetition what the groups in it have captured, and repeats nothing that is empty; RE2
 * keeps the groups and stops.
 */
function quantified({ element, min, max, greedy }: AST.Quantifier, context: Context): Part {
  const inner = translateElement(element, context);
  const resets = max > 1 && !inner.isEachTaken;
  if (resets || (inner.mayBeEmpty && max > min)) throw new Untranslatable();
  const most = Number.isFinite(max) ? max : min + 1;
  if (Math.max(min, most) > mostRepetitions) throw new Untranslatable();
  const times = Number.isFinite(max) ? `{${min},${max}}` : `{${min},}`;
  return {
    pattern: `(?:${inner.pattern})${times}${greedy ? '' : '?'}`,
    size: inner.size * Math.max(most, 1) + 1,
    mayBeEmpty: min === 0 || inner.mayBeEmpty,
    groups: inner.groups,
    isEachTaken: inner.groups === 0 || (min > 0 && inner.isEachTaken),
  };
}

function assertion(element: AST.Assertion, { flags }: Context): Part {
  const isMultiline = flags.includes('m');
  switch (element.kind) {
    case 'start':
      return nothing(isMultiline ? '(?m:^)' : '\\A');
    case 'end':
      return nothing(isMultiline ? '(?m:$)' : '\\z');
    case 'word':
      return nothing(element.negate ? '\\B' : '\\b');
    case 'lookahead':
    case 'lookbehind':
      throw new Untranslatable();
    default:
      return element satisfies never;
  }
}

function nothing(pattern: string): Part {
  return { pattern, size: 1, mayBeEmpty: true, groups: 0, isEachTaken: true };
}

function characterClass({ elements, negate, unicodeSets }: AST.CharacterClass, context: Context): Part {
  if (unicodeSets) throw new Untranslatable();
  const ranges = elements.flatMap((element): Ranges => {
    if (element.type === 'Character') return [[element.value, element.value]];
    if (element.type === 'CharacterClassRange') return [[element.min.value, element.max.value]];
    if (element.type === 'CharacterSet') return rangesOfSet(element, context);
    throw new Untranslatable();
  });
  return one(ranges, context, negate);
}

function rangesOfSet(set: AST.CharacterSet, { flags, last }: Context): Ranges {
  if (set.kind === 'property') throw new Untranslatable();
  if (set.kind === 'any') return flags.includes('s') ? [[0, last]] : complement(lineEnds, last);
  return set.negate ? complement(sets[set.kind], last) : sets[set.kind];
}

function complement(ranges: Ranges, last: number): Ranges {
  const starts = [0, ...ranges.map(([, end]) => end + 1)];
  const ends = [...ranges.map(([start]) => start - 1), last];
  return starts.flatMap((start, at): Ranges => {
    const end = Math.min(ends[at] ?? last, last);
    return start <= end ? [[start, end]] : [];
  });
}

/** One character of these, or one of all others. */
function one(ranges: Ranges, { last, flags }: Context, negate = false): Part {
  const within = ranges.filter(([start]) => start <= last).map(([start, end]) => [start, Math.min(end, last)] as const);
  const hex = (code: number) => `\\x{${code.toString(16)}}`;
  const listed = within.map(([start, end]) => (start === end ? hex(start) : `${hex(start)}-${hex(end)}`)).join('');
  const none = '[^\\x{0}-\\x{10ffff}]';
  const inside = negate
    ? listed === ''
      ? '[\\x{0}-\\x{10ffff}]'
      : `[^${listed}]`
    : listed === ''
      ? none
      : `[${listed}]`;
  const pattern = flags.includes('i') ? `(?i:${inside})` : inside;
  return { pattern, size: 1, mayBeEmpty: false, groups: 0, isEachTaken: true };
}
