import type { Range } from '../../core/graph/node.ts';
import { lineEnd, lineOf, lineStartsOf } from '../../server/analysis/line-index.ts';

/**
 * Fixtures are real files with what the server says about them drawn in as comments below the lines that it says it of:
 * `//^^^^ message` under the range, `//·` for more lines of the same answer, `/*→ …*​/` for inlay hints at line ends.
 */
export interface Note {
  readonly range: Range;
  readonly lines: readonly string[];
}

const noteLine = /^[ \t]*\/\/[\^·]/;
const hintAtEnd = /[ \t]*\/\*→[^\r\n]*\*\/$/;

/** The file as it would be without the harness, and the offsets that carets point at, in order. */
export function stripNotes(annotated: string): { text: string; carets: readonly Range[] } {
  const kept: string[] = [];
  const carets: Range[] = [];
  let lineStart = 0;
  let previous = 0;
  for (const line of annotated.split('\n')) {
    if (noteLine.test(line)) {
      const first = line.indexOf('^');
      const length = /\^+/.exec(line)?.[0].length ?? 0;
      if (first >= 0 && length > 0) carets.push({ start: previous + first, end: previous + first + length });
      continue;
    }
    const clean = line.replace(hintAtEnd, '');
    kept.push(clean);
    previous = lineStart;
    lineStart += clean.length + 1;
  }
  return { text: kept.join('\n'), carets };
}

/** Draws notes below the lines in which their ranges start, in order of position. */
export function drawNotes(text: string, notes: readonly Note[]): string {
  const starts = lineStartsOf(text);
  const below = new Map<number, string[]>();
  for (const { range, lines } of [...notes].sort((a, b) => a.range.start - b.range.start)) {
    const line = lineOf(starts, range.start);
    const column = range.start - starts[line]!;
    const end = Math.min(range.end, lineEnd(text, starts, line));
    const carets = '^'.repeat(Math.max(1, end - range.start - Math.max(0, 2 - column)));
    const indent = ' '.repeat(Math.max(0, column - 2));
    const [first = '', ...others] = lines;
    const drawn = [
      `${indent}//${carets} ${first}`.trimEnd(),
      ...others.map((other) => `${indent}//· ${other}`.trimEnd()),
    ];
    below.set(line, [...(below.get(line) ?? []), ...drawn]);
  }
  return text
    .split('\n')
    .flatMap((line, index) => [line, ...(below.get(index) ?? [])])
    .join('\n');
}

/** Draws texts at offsets, each at the end of its line. */
export function drawHints(text: string, hints: readonly { readonly offset: number; readonly label: string }[]): string {
  let drawn = text;
  for (const { offset, label } of [...hints].sort((a, b) => b.offset - a.offset)) {
    drawn = `${drawn.slice(0, offset)} /*${label}*/${drawn.slice(offset)}`;
  }
  return drawn;
}
