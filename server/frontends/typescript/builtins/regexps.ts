import type { RegExpValue } from '../values/leaf-values.ts';
import { touch } from '../values/machine.ts';
import type { CallSite, NativeFunction, Value } from '../values/values.ts';
import { array, isKind, native, object, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';
import { prepared, regexp } from './regexp-values.ts';

const hard = 'a pattern that may take very long';

/** `RegExp`, `new RegExp(pattern, flags)`. */
export const regexpClass = (): NativeFunction =>
  native('RegExp', create, {
    construct: create,
    hasInstance: (value) => isKind(value, 'regexp'),
  });

function create([pattern, flags]: readonly Value[]): Value {
  const source = isKind(pattern, 'regexp') ? pattern.source : pattern;
  const given = flags ?? (isKind(pattern, 'regexp') ? pattern.flags : '');
  if (typeof source !== 'string' || typeof given !== 'string') return unknown('a pattern that is not known');
  return regexp(source, given) ?? unknown('a pattern that is none');
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
  if (name === 'lastIndex') return self.lastIndex ?? unknown('where a pattern was found');
  const flag = Object.hasOwn(letters, name) ? letters[name] : undefined;
  return flag === undefined ? undefined : self.flags.includes(flag);
}

const letters: Readonly<Record<string, string>> = { global: 'g', ignoreCase: 'i', multiline: 'm', sticky: 'y' };

function execute(self: RegExpValue, text: Value, site: CallSite): Value {
  touch(site.scope.frame.run, self);
  const ready = typeof text === 'string' ? prepared(self, text) : null;
  if (!ready || typeof text !== 'string') {
    if (/[gy]/.test(self.flags)) self.lastIndex = null;
    return unknown(hard);
  }
  const match = ready.exec(text);
  self.lastIndex = ready.lastIndex;
  return matchValue(match);
}

/** A match as the program sees it: the texts, with where they were found and how they are called. */
export function matchValue(match: RegExpMatchArray | null): Value {
  if (!match) return null;
  const groups = match.groups ? object(Object.entries(match.groups)) : undefined;
  return { ...array([...match]), match: { index: match.index ?? 0, input: match.input ?? '', groups } };
}

/** `text.match(pattern)` and its kin: what `use` makes of the pattern. */
export function withPattern(text: string, pattern: Value, flags: string, use: (ready: RegExp) => Value): Value {
  const value = isKind(pattern, 'regexp') ? pattern : create([pattern, flags]);
  const ready = isKind(value, 'regexp') ? prepared({ ...value, lastIndex: 0 }, text) : null;
  return ready ? use(ready) : unknown(hard);
}
