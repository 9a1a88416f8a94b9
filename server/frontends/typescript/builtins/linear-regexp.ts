import { RegExpParser } from '@eslint-community/regexpp';
import { RE2JS } from 're2js';
import { Recent } from '../../../../core/graph/recent.ts';
import type { Work } from '../../../../core/graph/work.ts';
import type { RegExpValue } from '../values/leaf-values.ts';
import { type Translation, translate } from './regexp-translation.ts';

/** A found text as `RegExp.prototype.exec` gives it: groups that take no part are undefined. */
export type Match = (string | undefined)[] & {
  readonly index: number;
  readonly input: string;
  readonly groups: Readonly<Record<string, string | undefined>> | undefined;
};

/** What a replacing function is called with: texts, where they were found, and the named ones at the end. */
export type Found = string | number | Match['groups'];

/** More steps than these are not taken for all that is asked of one pattern and one text: an instruction and a character. */
const mostSteps = 4_000_000;

/** Larger patterns are not translated. */
const largest = 2000;

/** What it costs, in units of work: to parse a character, to compile a part of a pattern, and to search. */
const units = { parsing: 10, compiling: 50, step: 1 / 8 } as const;

interface Compiled extends Translation {
  readonly machine: RE2JS;
}

/** Thrown by a search that takes too many steps. */
export class TooLong extends Error {}

/** A regular expression that finds in linear time what JavaScript's would find. */
export class LinearRegExp {
  /** `text.replace(this, by)`: the language's own algorithm calls `exec`, and reads and sets what is public here. */
  readonly [Symbol.replace]: RegExp[typeof Symbol.replace] = RegExp.prototype[Symbol.replace];
  lastIndex: number;
  readonly flags: string;
  readonly global: boolean;
  readonly unicode: boolean;
  readonly #compiled: Compiled;
  readonly #work: Work;
  #steps = 0;

  constructor(compiled: Compiled, flags: string, lastIndex: number, work: Work) {
    this.#compiled = compiled;
    this.#work = work;
    this.lastIndex = lastIndex;
    this.flags = flags;
    this.global = flags.includes('g');
    this.unicode = flags.includes('u');
  }

  exec(text: string): Match | null {
    const isSticky = this.flags.includes('y');
    const keeps = isSticky || this.global;
    const match = this.find(text, keeps ? this.lastIndex : 0);
    const found = match && !(isSticky && match.index !== this.lastIndex) ? match : null;
    if (keeps) this.lastIndex = found ? endOf(found) : 0;
    return found;
  }

  /** The first match that begins at `from` or behind it. */
  find(text: string, from: number): Match | null {
    if (from > text.length) return null;
    const { machine, names, size } = this.#compiled;
    const steps = (text.length - from + 1) * size;
    this.#steps += steps;
    if (this.#steps > mostSteps) throw new TooLong();
    this.#work.spend(steps * units.step);
    const matcher = machine.matcher(text);
    if (!matcher.find(from)) return null;
    const texts = names.map((_, group) => matcher.group(group) ?? undefined);
    const named = names.flatMap((name, group) => (name === null ? [] : [[name, texts[group]] as const]));
    const groups = named.length > 0 ? Object.fromEntries(named) : undefined;
    return Object.assign(texts, { index: matcher.start(), input: text, groups });
  }
}

/** Where the found text ends. */
export function endOf(match: Match): number {
  return match.index + (match[0] ?? '').length;
}

/** Whether it is one in JavaScript. */
export function isRegExp(source: string, flags: string): boolean {
  return parsed(source, flags) !== null;
}

/** What looking at a pattern costs. */
export function costOf(source: string): number {
  return source.length * units.parsing;
}

/** Null when the pattern has no counterpart of linear time, or has another meaning on this text. @throws Stopped */
export function linearRegExp({ source, flags, lastIndex }: RegExpValue, text: string, work: Work): LinearRegExp | null {
  const key = `${flags}/${source}`;
  const known = recent.get(key) ?? { compiled: compile(source, flags) };
  recent.set(key, known);
  const { compiled } = known;
  // Paid for each time: what a program costs does not depend on what was read before.
  work.spend(costOf(source) + (compiled?.size ?? 0) * units.compiling);
  return lastIndex !== null && compiled?.isFor(text) ? new LinearRegExp(compiled, flags, lastIndex, work) : null;
}

const recent = new Recent<string, { readonly compiled: Compiled | null }>(100);

function compile(source: string, flags: string): Compiled | null {
  const pattern = /[dv]/.test(flags) ? null : parsed(source, flags);
  const translation = pattern && translate(pattern, flags);
  if (!translation || translation.size > largest) return null;
  try {
    return { ...translation, machine: RE2JS.compile(translation.pattern) };
  } catch {
    return null;
  }
}

function parsed(source: string, flags: string) {
  try {
    const parser = new RegExpParser({ ecmaVersion: 2024 });
    parser.parseFlags(flags);
    return parser.parsePattern(source, 0, source.length, {
      unicode: flags.includes('u'),
      unicodeSets: flags.includes('v'),
    });
  } catch {
    return null;
  }
}
