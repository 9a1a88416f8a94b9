import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { CountingName } from '../../../core/graph/counting-views.ts';
import type { Place } from '../../../core/graph/node.ts';
import { csvCell } from '../../../core/text/csv.ts';
import { plainName } from '../../../core/text/label.ts';
import { markdownText } from '../../../core/text/markdown.ts';
import { shorten } from '../../../core/text/shorten.ts';
import { visible } from '../../../core/text/visible.ts';
import type { Positions } from '../../assist/positions.ts';
import { printModelShapes } from '../../features/model-text.ts';
import { displayUri } from '../files/paths.ts';
import { columns, style } from '../terminal.ts';
import { countedLines } from './counted.ts';
import { type ColumnName, type Precision, rowsOf, tableColumns, totalLines } from './table.ts';
import { type Training, trainingLines } from './training.ts';

export interface Printed {
  readonly models: readonly GraphAnalysis[];
  readonly name: string;
  readonly positions: Positions;
  readonly columns: readonly ColumnName[];
  readonly counting: CountingName;
  /** What of training was asked for. */
  readonly training: Training | null;
}

/** A table for terminals. */
export function printTables(printed: Printed): string {
  const { models, columns: names, counting } = printed;
  return models
    .map((model) => {
      const { graph } = model;
      const [header, ...rows] = columns(cells(model, names, counting, 'short'), isNumber(names));
      return [
        `${style(plainName(graph.name), 'bold')}  ${graph.kind}, ${shapesOf(model)}  ${style(visible(placeOf(graph.source, printed)), 'dim')}`,
        '',
        style(header!, 'dim'),
        ...rows,
        '',
        ...columns(allTotals(model, printed), [false, false]),
      ].join('\n');
    })
    .join('\n\n\n');
}

/** Where a model is made: a caller's model stands in the caller's file. */
function placeOf(source: Place | null, { name, positions }: Printed): string {
  return source ? `${displayUri(source.file)}:${positions.of(source).start.line + 1}` : name;
}

export function printMarkdown(printed: Printed): string {
  const { models, columns: names, counting } = printed;
  return models
    .map((model) => {
      const [header, ...rows] = cells(model, names, counting, 'short').map(markdownRow);
      const rule = `|${isNumber(names)
        .map((number) => (number ? '--:' : '---'))
        .join('|')}|`;
      const totals = allTotals(model, printed).map(([title, text]) => `- ${title}: ${markdownText(text)}`);
      return [
        `## ${markdownText(plainName(model.graph.name))}`,
        `${model.graph.kind}, ${markdownText(shapesOf(model))}`,
        [header, rule, ...rows].join('\n'),
        totals.join('\n'),
      ].join('\n\n');
    })
    .join('\n\n');
}

/** One table for all models, with every digit: RFC 4180. */
export function printCsv({ models, columns: names, counting }: Printed): string {
  const rows = models.flatMap((model, index) => {
    const [header, ...own] = cells(model, names, counting, 'full');
    return [...(index === 0 ? [['model', ...header!]] : []), ...own.map((row) => [model.graph.name, ...row])];
  });
  return rows.map((row) => row.map(csvCell).join(',')).join('\r\n');
}

function allTotals(model: GraphAnalysis, { counting, training }: Printed): readonly (readonly [string, string])[] {
  return [
    ...totalLines(model),
    ...(counting === 'convlens' ? [] : countedLines(model, counting)),
    ...(training === null ? [] : trainingLines(model, training)),
  ];
}

function cells(
  model: GraphAnalysis,
  names: readonly ColumnName[],
  counting: CountingName,
  precision: Precision,
): readonly (readonly string[])[] {
  const chosen = names.map((name) => tableColumns[name]);
  return [
    chosen.map(({ title }) => title),
    ...rowsOf(model, counting).map((row) => chosen.map(({ cell }) => cell(row, precision))),
  ];
}

function isNumber(names: readonly ColumnName[]): readonly boolean[] {
  return names.map((name) => tableColumns[name].isNumber);
}

/** Indentation says what is nested, and Markdown drops spaces. */
function markdownRow(row: readonly string[]): string {
  const cells = row.map((cell) => {
    const indent = /^ */.exec(cell)![0];
    return '\u00a0'.repeat(indent.length) + markdownText(shorten(visible(cell.slice(indent.length)), longestCell));
  });
  return `| ${cells.join(' | ')} |`;
}

const longestCell = 120;

function shapesOf(model: GraphAnalysis): string {
  return shorten(visible(printModelShapes(model)), longestCell);
}
