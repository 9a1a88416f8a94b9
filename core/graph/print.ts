/** Figures and models as text for people. */
import { plainName } from '../text/label.ts';
import { visible } from '../text/visible.ts';
import { type Dimension, isKnown, printDimension, printShape } from '../vocabulary/dimension.ts';
import { printPhrases } from '../vocabulary/phrase.ts';
import type { GraphAnalysis, Status } from './analysis.ts';
import { operatorOf } from './infer.ts';
import type { Layer } from './node.ts';

/** `992`, `9.47 k`, `25.6 M`, `4.09 G`: three digits, powers of ten. Symbolic counts print as expressions, unknown as `?`. */
export function formatCount(count: Dimension, status: Status = 'exact'): string {
  return (
    bound(status) + (isKnown(count) ? scaled(count, 1000, ['', 'k', 'M', 'G', 'T', 'P', 'E']) : printDimension(count))
  );
}

/** `512 B`, `3.06 MiB`: three digits, powers of 1024. */
export function formatBytes(bytes: Dimension, status: Status = 'exact'): string {
  if (!isKnown(bytes)) return `${bound(status)}${printDimension(bytes)}${bytes === null ? '' : ' B'}`;
  return bound(status) + scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']);
}

/** Every digit: `25,557,032`. */
export function formatExact(count: Dimension, status: Status = 'exact'): string {
  return bound(status) + (isKnown(count) ? count.toLocaleString('en-US') : printDimension(count));
}

/** The model as aligned text, one application of a layer a line: for snapshots and debugging. */
export function printGraph({ graph, nodes, layers, totals }: GraphAnalysis): string {
  const rows = graph.nodes.map((node, index) => {
    const layer = graph.layers[node.layer]!;
    const { inputs, outputs, cost } = nodes[index]!;
    const first = layers[node.layer]!.nodes[0] === index;
    return [
      `%${index}`,
      plainName(layer.label),
      plainName(layer.className),
      visible(summaryOf(layer) ?? layer.why ?? ''),
      node.inputs.map((ref) => `%${ref.node}${ref.output === 0 ? '' : `.${ref.output}`}`).join(' '),
      `${inputs.map(printShape).join(' ')} → ${outputs.map(printShape).join(' ')}`,
      first ? printDimension(layers[node.layer]!.params.total) : 'shared',
      printDimension(cost.macs),
    ];
  });
  const kind = `${plainName(graph.name)} (${graph.kind}${graph.complete ? '' : ', incomplete'})`;
  const sums = `${formatExact(totals.params.total, totals.status)} parameters, ${formatExact(totals.macs, totals.status)} MACs`;
  const header = ['', 'layer', 'class', '', 'inputs', 'shape', 'params', 'MACs'];
  return [kind, ...alignColumns([header, ...rows]), sums].join('\n');
}

function summaryOf(layer: Layer): string | null {
  const operator = operatorOf(layer);
  return operator && printPhrases(operator.summary(layer.attributes));
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function bound(status: Status): string {
  return status === 'lower-bound' ? '≥ ' : '';
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let power = 0;
  let rest = value;
  // 999.5 would print as 1000 of the smaller unit.
  while (Math.abs(rest) >= step - 0.5 && power < units.length - 1) {
    rest /= step;
    power++;
  }
  const digits = power === 0 ? String(rest) : rest.toFixed(Math.abs(rest) < 9.995 ? 2 : Math.abs(rest) < 99.95 ? 1 : 0);
  return units[power] === '' ? digits : `${digits} ${units[power]}`;
}
