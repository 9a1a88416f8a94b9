import type { Edit } from '../../frontends/edits/edit.ts';
import type { CheckedFile } from './checked-file.ts';

/**
 * The text with every safe fix applied that touches this file alone and no place that another one has changed. Null when
 * there is none.
 */
export function applyFixes({ source, analysis }: CheckedFile): string | null {
  // Where a file breaks off, the places of what stands behind are not certain.
  if (analysis.findings.some(({ rule }) => rule === 'syntax')) return null;
  const applied: Edit[] = [];
  for (const { fixes } of analysis.findings) {
    const safe = fixes.find((fix) => fix.safe && fix.edits.every(({ file }) => file === source.uri));
    if (safe?.edits.every((edit) => applied.every((other) => isApart(edit, other)))) applied.push(...safe.edits);
  }
  if (applied.length === 0) return null;
  return applied
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((text, { range, newText }) => text.slice(0, range.start) + newText + text.slice(range.end), source.text);
}

function isApart({ range: a }: Edit, { range: b }: Edit): boolean {
  return a.end < b.start || b.end < a.start;
}
