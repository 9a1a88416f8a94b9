import type { RegExpValue } from '../values/leaf-values.ts';
import { now } from '../values/values.ts';

/** More steps than this are not taken for matching a text: a pattern may go back over it again and again. */
const mostSteps = 300_000;

/** Longer texts and patterns are none that layers are named with. */
const longest = 5000;

/** A regular expression as a value; null when the pattern is none. */
export function regexp(source: string, flags: string): RegExpValue | null {
  try {
    const { source: normal, flags: sorted } = new RegExp(source, flags);
    return { kind: 'regexp', source: normal, flags: sorted, lastIndex: 0, born: now(), loops: loopsOf(source) };
  } catch {
    return null;
  }
}

/** The expression ready to be used on this text; null when that may take for ever. */
export function prepared({ source, flags, lastIndex, loops }: RegExpValue, text: string): RegExp | null {
  if (lastIndex === null || text.length > longest || stepsOf(loops, text.length) > mostSteps) return null;
  const ready = new RegExp(source, flags);
  ready.lastIndex = lastIndex;
  return ready;
}

/** An upper bound: each loop may start and end anywhere; a loop of loops may divide the text in any way. */
function stepsOf({ count, isNested }: RegExpValue['loops'], length: number): number {
  return isNested ? 2 ** length * length : (length + 1) ** Math.min(count + 1, 8);
}

/** How many quantifiers without an end a pattern has, and whether one repeats a group that varies in length itself. */
function loopsOf(source: string): RegExpValue['loops'] {
  const plain = source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  const loop = /[*+]|\{\d+,\d*\}/g;
  const count = plain.match(loop)?.length ?? 0;
  return { count, isNested: repeatsGroup(plain) || /\\[1-9]|\(\?<?[=!]/.test(source) };
}

/** `(a+)*`, `(a|b)+`: a group behind which a quantifier stands and in which there is a choice. */
function repeatsGroup(plain: string): boolean {
  const starts: number[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    if (plain[at] === '(') starts.push(at);
    if (plain[at] !== ')') continue;
    const inside = plain.slice((starts.pop() ?? 0) + 1, at).replace(/^\?(?::|<?[=!]|<\w+>)/, '');
    if (/^(?:[*+]|\{\d+,?\d*\})/.test(plain.slice(at + 1)) && /[*+?{|]/.test(inside)) return true;
  }
  return false;
}
