import { markdownText } from '../../../core/text/markdown.ts';
import { shorten } from '../../../core/text/shorten.ts';
import { visible } from '../../../core/text/visible.ts';
import type { Comparison } from '../../assist/compare-models.ts';
import { columns, style } from '../terminal.ts';
import { reportOf } from './report.ts';

/** Two models side by side, for terminals. */
export function printComparison(title: string, comparison: Comparison): string {
  const { totals, layers, note } = reportOf(comparison);
  const starts = columns(
    layers.map((row) => row.slice(0, -1)),
    [false, false, false, false],
  );
  const width = Math.max(0, ...starts.map((start) => start.length));
  const rows = starts.map((start, index) => `${start.padEnd(width)}  ${visible(layers[index]!.at(-1)!)}`.trimEnd());
  return [
    style(visible(title), 'bold'),
    '',
    ...columns([['', 'before', 'after', 'change'], ...totals], [false, true, true, true]),
    '',
    ...rows,
    `${rows.length > 0 ? '' : 'No layer differs. '}${style(note, 'dim')}`,
  ].join('\n');
}

/** The same as Markdown. */
export function markdownComparison(title: string, comparison: Comparison): string {
  const { totals, layers, note } = reportOf(comparison);
  return [
    `## ${markdownText(title)}`,
    table(['', 'before', 'after', 'change'], totals, [1, 2, 3]),
    layers.length > 0 ? table(['', 'layer', 'class', 'at', 'what differs'], layers, []) : 'No layer differs.',
    note,
  ].join('\n\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[]): string {
  const rule = `|${header.map((_, column) => (numbers.includes(column) ? '--:' : '---')).join('|')}|`;
  const lines = rows.map((row) => row.map((cell) => markdownText(shorten(visible(cell.trim()), longestCell))));
  return [`| ${header.join(' | ')} |`, rule, ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

/** What differs of a layer stands in one cell. */
const longestCell = 400;
