import type { Range } from '../../../core/graph/node.ts';
import { type Member, type Members, tokensOf } from './members.ts';
import { indentOfOwnLine } from './style.ts';

/** The ranges to delete for an entry of a literal to be gone, with its comma and the comments that speak of it. */
export function removedWith(text: string, { members, comments }: Members, index: number): readonly Range[] {
  const member = members[index]!;
  const before = members[index - 1]?.comma ?? null;
  const start = startWithComments(text, member, before, comments);
  if (before && indentOfOwnLine(text, before.start) !== null) {
    // Commas stand at the beginning of lines: the one before goes with its entry.
    return [{ start: before.start - lineGap(text, before.start), end: endWithComments(text, member.end, comments) }];
  }
  if (member.comma) return [wholeLines(text, start, endWithComments(text, member.comma.end, comments))];
  const end = endWithComments(text, member.end, comments);
  if (!before) return [{ start, end }];
  const gone = { start: start - lineGap(text, start), end };
  return gone.start <= before.end ? [{ start: before.start, end }] : [before, gone];
}

/** Whether nothing happens when a value is computed, so that nothing is lost when it is not. */
export function isWithoutEffect(value: string): boolean {
  if (/^(async\s*)?(\([^()]*\)|[\w$]+)\s*=>/.test(value) || /^(async\s+)?function\b.*\}$/s.test(value)) return true;
  return [...tokensOf(value, 0)].every(({ text }) => isInert(text));
}

/** Literals and names, and lists and objects of them; members are read through accessors, which may do anything. */
function isInert(token: string): boolean {
  if (/^(await|yield|new|delete|import|this|super)$/.test(token)) return false;
  return /^(['"\w$/]|\.\d|[[\]{},:+*-]$)/.test(token);
}

/** Where an entry begins together with the comments before it, on its own line and on the lines directly above. */
function startWithComments(text: string, member: Member, before: Range | null, comments: readonly Range[]): number {
  let { start } = member;
  for (const comment of comments.toReversed()) {
    if (comment.end > start || (before && comment.start < before.end)) continue;
    const gap = text.slice(comment.end, start);
    const isOwnLine = indentOfOwnLine(text, comment.start) !== null;
    if (!/^[ \t]*$/.test(gap) && !(isOwnLine && /^[ \t]*\r?\n[ \t]*$/.test(gap))) break;
    ({ start } = comment);
  }
  return start;
}

/** Where an entry ends together with the comments behind it, when nothing else follows on the line. */
export function endWithComments(text: string, end: number, comments: readonly Range[]): number {
  let last = end;
  for (const comment of comments) {
    if (comment.start >= last && /^[ \t]*$/.test(text.slice(last, comment.start))) last = comment.end;
  }
  return /^[ \t]*(\r?\n|,|\}|$)/.test(text.slice(last, last + 200)) ? last : end;
}

/** A range that fills its lines takes the lines, another one the blanks to its neighbour. */
function wholeLines(text: string, start: number, end: number): Range {
  const indent = indentOfOwnLine(text, start);
  const rest = /^[ \t]*(\r?\n)?/.exec(text.slice(end))!;
  if (rest[1] === undefined) return { start, end: end + /^\s*/.exec(text.slice(end))![0].length };
  if (indent !== null) return { start: start - indent.length, end: end + rest[0].length };
  return { start: start - lineGap(text, start), end };
}

/** How much white space stands before an offset, back to the end of the line before. */
function lineGap(text: string, offset: number): number {
  return /(\r?\n)?[ \t]*$/.exec(text.slice(Math.max(0, offset - 400), offset))![0].length;
}
