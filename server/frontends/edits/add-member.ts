import type { Range } from '../../../core/graph/node.ts';
import type { Members } from './members.ts';
import { endWithComments } from './remove-member.ts';
import { indentOfOwnLine, type Style } from './style.ts';

/** A change of a text whose file is known. */
export interface Change {
  readonly range: Range;
  readonly newText: string;
}

/** The changes that put a property behind all entries of a literal, in its layout; null when there are none. */
export function addedMember(
  text: string,
  { members, comments }: Members,
  property: string,
  { lineBreak }: Style,
): readonly Change[] | null {
  const last = members.at(-1);
  if (!last) return null;
  const before = members.at(-2)?.comma;
  const end = endWithComments(text, (last.comma ?? last).end, comments);
  const commaIndent = before ? indentOfOwnLine(text, before.start) : null;
  if (commaIndent !== null) return [at(end, `${lineBreak}${commaIndent}, ${property}`)];
  const indent = indentOfOwnLine(text, last.start);
  const gap = indent === null ? ' ' : `${lineBreak}${indent}`;
  if (last.comma) return [at(end, `${gap}${property},`)];
  // Where a comment follows on the line, the comma belongs before it and the property on the next.
  if (end === last.end || indent === null) return [at(last.end, `,${gap}${property}`)];
  return [at(last.end, ','), at(end, `${gap}${property}`)];
}

function at(offset: number, newText: string): Change {
  return { range: { start: offset, end: offset }, newText };
}
