import * as l10n from '@vscode/l10n';
import type { RegExpValue } from '../values/leaf-values.ts';
import { touch } from '../values/machine.ts';
import type { CallSite, NativeFunction, Value } from '../values/values.ts';
import { array, isKind, native, object, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';
import { endOf, type LinearRegExp, type Match, TooLong } from './linear-regexp.ts';
import { prepared, regexp } from './regexp-values.ts';

const hard = (): string => l10n.t('what a pattern finds that cannot be followed');

/** `RegExp`, `new RegExp(pattern, flags)`. */
export const regexpClass = (): NativeFunction =>
  native('RegExp', create, {
    construct: create,
    hasInstance: (value) => isKind(value, 'regexp'),
  });

function create([pattern, flags]: readonly Value[], site: CallSite): Value {
  const source = isKind(pattern, 'regexp') ? pattern.source : pattern;
  const given = flags ?? (isKind(pattern, 'regexp') ? pattern.flags : '');
  if (typeof source !== 'string' || typeof given !== 'string') return unknown(l10n.t('a pattern that is not known'));
  return regexp(source, given, site.scope.frame.run) ?? unknown(l10n.t('a pattern that is none'));
}

export const regexpMethods: Readonly<Record<string, Method<RegExpValue>>> = {
  test: (self, [text], site) => {
    const found = execute(self, text, site);
    return isKind(found, 'unknown') ? found : found !== null;
  },
  exec: (self, [text], site) => execute(self, text, site),
  toString: (self: RegExpValue) => `/${self.source}/${self.flags}`,
};

export function regexpProperty(self: RegExpValue, name: string): Value {
  if (name === 'source') return self.source;
  if (name === 'flags') return self.flags;
  if (name === 'lastIndex') return self.lastIndex ?? unknown(l10n.t('where a pattern was found'));
  const flag = Object.hasOwn(letters, name) ? letters[name] : undefined;
  return flag === undefined ? undefined : self.flags.includes(flag);
}

const letters: Readonly<Record<string, string>> = { global: 'g', ignoreCase: 'i', multiline: 'm', sticky: 'y' };

function execute(self: RegExpValue, text: Value, site: CallSite): Value {
  if (typeof text === 'string') return search(self, text, site, (ready) => matchValue(ready.exec(text)));
  goOnAt(self, null, site);
  return unknown(hard());
}

/** `text.match(pattern)` and its kin: what `use` makes of the pattern. */
export function withPattern(
  text: string,
  pattern: Value,
  flags: string,
  site: CallSite,
  use: (ready: LinearRegExp) => Value,
): Value {
  const value = isKind(pattern, 'regexp') ? pattern : create([pattern, flags], site);
  return isKind(value, 'regexp') ? search(value, text, site, use) : unknown(hard());
}

/** Where the pattern goes on the next time is what `use` leaves. */
function search(self: RegExpValue, text: string, site: CallSite, use: (ready: LinearRegExp) => Value): Value {
  try {
    const ready = prepared(self, text, site.scope.frame.run);
    if (ready) {
      const result = use(ready);
      goOnAt(self, ready.lastIndex, site);
      return result;
    }
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
  }
  goOnAt(self, null, site);
  return unknown(hard());
}

function goOnAt(self: RegExpValue, index: number | null, site: CallSite): void {
  if (!/[gy]/.test(self.flags) || index === self.lastIndex) return;
  touch(site.scope.frame.run, self);
  self.lastIndex = index;
}

/** A match as the program sees it: the texts, with where they were found and how they are called. */
function matchValue(match: Match | null): Value {
  if (!match) return null;
  const groups = match.groups && object(Object.entries(match.groups));
  return { ...array([...match]), match: { index: match.index, input: match.input, groups } };
}

/** `text.match(pattern)`. */
export function matchText(text: string, ready: LinearRegExp): Value {
  if (!ready.global) return matchValue(ready.exec(text));
  ready.lastIndex = 0;
  const texts = allMatches(text, ready).map(([whole]) => whole);
  return texts.length > 0 ? array(texts) : null;
}

/** `text.matchAll(pattern)`, which begins where the pattern has stopped and leaves it there. */
export function matchEach(text: string, ready: LinearRegExp): Value {
  if (!ready.global) return unknown(l10n.t('an operation that throws'));
  const { lastIndex } = ready;
  const matches = allMatches(text, ready).map(matchValue);
  ready.lastIndex = lastIndex;
  return array(matches);
}

/** Behind an empty match the search goes on one character later. */
function allMatches(text: string, ready: LinearRegExp): Match[] {
  const matches: Match[] = [];
  for (let match = ready.exec(text); match; match = ready.exec(text)) {
    matches.push(match);
    if (endOf(match) === match.index) ready.lastIndex += 1;
  }
  return matches;
}

/** `text.search(pattern)`, wherever the pattern has stopped. */
export function searchText(text: string, ready: LinearRegExp): number {
  const index = ready.find(text, 0)?.index ?? -1;
  return ready.flags.includes('y') && index > 0 ? -1 : index;
}

/** `text.split(pattern, limit)`: nothing is split off where the pattern finds an empty text at the start of a part. */
export function splitText(text: string, ready: LinearRegExp, limit: number | undefined): Value {
  const most = limit === undefined ? 2 ** 32 - 1 : limit >>> 0;
  if (text === '') return array(ready.find(text, 0) || most === 0 ? [] : ['']);
  const parts: Value[] = [];
  let [start, from] = [0, 0];
  for (let match = ready.find(text, from); match && match.index < text.length; match = ready.find(text, from)) {
    const end = endOf(match);
    if (end === start) from = match.index + 1;
    else {
      parts.push(text.slice(start, match.index), ...match.slice(1));
      start = end;
      from = end;
    }
  }
  return array([...parts, text.slice(start)].slice(0, most));
}
