import type { RegExpValue } from '../values/leaf-values.ts';
import type { Run } from '../values/values.ts';
import { now } from '../values/values.ts';
import { costOf, isRegExp, type LinearRegExp, linearRegExp } from './linear-regexp.ts';

/** Longer texts and patterns are none that layers are named with. */
const longest = 5000;

/** A regular expression as a value; null when the pattern is none. */
export function regexp(source: string, flags: string, { work }: Run): RegExpValue | null {
  work.spend(costOf(source));
  if (source.length > longest || !isRegExp(source, flags)) return null;
  return {
    kind: 'regexp',
    source: written(source),
    flags: [...flags].toSorted().join(''),
    lastIndex: 0,
    born: now(),
  };
}

/** The expression ready to be used on this text; null when what it finds there is not known. */
export function prepared(value: RegExpValue, text: string, { work }: Run): LinearRegExp | null {
  return text.length > longest ? null : linearRegExp(value, text, work);
}

/** As it stands between slashes. */
function written(source: string): string {
  if (source === '') return '(?:)';
  let isInClass = false;
  return source.replace(/\\[^\n]|[[\]/\n]/g, (found) => {
    if (found === '[') isInClass = true;
    else if (found === ']') isInClass = false;
    else if (found === '\n') return '\\n';
    return found === '/' && !isInClass ? '\\/' : found;
  });
}
