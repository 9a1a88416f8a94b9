import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { printModelShapes } from '../../features/model-text.ts';
import type { Positions } from '../positions.ts';
import { columns, style } from '../terminal.ts';
import { type ColumnName, type Precision, rowsOf, tableColumns, totalLines } from './table.ts';

export interface Printed {
  readonly models: readonly GraphAnalysis[];
  readonly name: string;
  readonly positions: Positions;
  readonly columns: readonly ColumnName[];
}

/** A table for terminals. */
export function printTables({ models, name, positions, columns: names }: Printed): string {
  return models
    .map((model) => {
      const { graph } = model;
      const line = graph.source ? `:${positions.of(graph.source).start.line + 1}` : '';
      const [header, ...rows] = columns(cells(model, names, 'short'), isNumber(names));
      return [
        `${style(graph.name, 'bold')}  ${graph.kind}, ${printModelShapes(model)}  ${style(`${name}${line}`, 'dim')}`,
        '',
        style(header!, 'dim'),
        ...rows,
        '',
        ...columns(totalLines(model), [false, false]),
      ].join('\n');
    })
    .join('\n\n\n');
}

export function printMarkdown({ models, columns: names }: Printed): string {
  return models
    .map((model) => {
      const [header, ...rows] = cells(model, names, 'short').map(markdownRow);
      const rule = `|${isNumber(names)
        .map((number) => (number ? '--:' : '---'))
        .join('|')}|`;
      const totals = totalLines(model).map(([title, text]) => `- ${title}: ${text}`);
      return [
        `## ${model.graph.name}`,
        `${model.graph.kind}, ${printModelShapes(model)}`,
        [header, rule, ...rows].join('\n'),
        totals.join('\n'),
      ].join('\n\n');
    })
    .join('\n\n');
}

/** One table for all models, with every digit: RFC 4180. */
export function printCsv({ models, columns: names }: Printed): string {
  const rows = models.flatMap((model, index) => {
    const [header, ...own] = cells(model, names, 'full');
    return [...(index === 0 ? [['model', ...header!]] : []), ...own.map((row) => [model.graph.name, ...row])];
  });
  return rows.map((row) => row.map(csvCell).join(',')).join('\r\n');
}

function cells(
  model: GraphAnalysis,
  names: readonly ColumnName[],
  precision: Precision,
): readonly (readonly string[])[] {
  const chosen = names.map((name) => tableColumns[name]);
  return [
    chosen.map(({ title }) => title),
    ...rowsOf(model).map((row) => chosen.map(({ cell }) => cell(row, precision))),
  ];
}

function isNumber(names: readonly ColumnName[]): readonly boolean[] {
  return names.map((name) => tableColumns[name].isNumber);
}

function markdownRow(row: readonly string[]): string {
  return `| ${row.map((cell) => cell.replaceAll('|', '\\|').replace(/^ +/, (indent) => '\u00a0'.repeat(indent.length))).join(' | ')} |`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
