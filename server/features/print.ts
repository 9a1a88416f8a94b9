import * as l10n from '@vscode/l10n';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { formatCount, formatExact, printGraph } from '../../core/graph/print.ts';
import { plainName } from '../../core/text/label.ts';
import { markdownName, markdownText } from '../../core/text/markdown.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { ServerRequests } from '../protocol.ts';
import { printValue } from '../rules/support/words.ts';
import { layerMarkdown, layerTitle } from './layer-markdown.ts';
import { layerRows } from './layer-table.ts';
import { type LayerView, printOutput, viewLayer } from './layer-view.ts';
import { printModelShapes, printTotals } from './model-text.ts';
import { printSummary } from './print-summary.ts';

type What = ServerRequests['convlens/print']['params'];

/** A model or a layer as text for people; empty when there is no such thing any more. */
export function print({ models }: FileAnalysis, { index, kind, layer }: What): string {
  const model = models[index];
  if (!model) return '';
  if (kind === 'graph') return printGraph(model);
  if (kind === 'summary') return summary(models, index);
  const view = layer === undefined ? null : viewLayer(models, { model: index, layer });
  if (!view) return '';
  return kind === 'layer' ? layerMarkdown(view) : explain(view);
}

/** The model as a Markdown table, one layer a line in the order of the runtime's own summary. */
function summary(models: FileAnalysis['models'], index: number): string {
  const model = models[index]!;
  const { graph, totals } = model;
  const rows = graph.layers.map((layer, position) => {
    const { params } = model.layers[position]!;
    const node = viewLayer(models, { model: index, layer: position })?.node;
    const output = printOutput(node?.outputs[0]) ?? '?';
    const cells = [layer.label, layer.className, summaryOf(layer) ?? layer.why ?? '', output];
    const figures = [formatExact(params.total), node ? formatExact(node.cost.macs) : '?'];
    return `| ${[...cells, ...figures].map((cell) => markdownText(shorten(cell, longestCell))).join(' | ')} |`;
  });
  const { total, trainable, nonTrainable } = totals.params;
  return [
    `# ${markdownText(plainName(graph.name))}`,
    markdownText(
      `${printModelShapes(model)} · ${printTotals(model)} · ${formatCount(totals.flops, totals.status)} FLOPs`,
    ),
    [
      `| ${l10n.t('layer')} | ${l10n.t('class')} | | ${l10n.t('output')} | ${l10n.t('parameters')} | MACs |`,
      '|---|---|---|---|--:|--:|',
      ...rows,
    ].join('\n'),
    markdownText(
      l10n.t(
        'Parameters: {0}, of which {1} trainable and {2} not. Batch 1, float32.',
        formatExact(total, totals.status),
        formatExact(trainable),
        formatExact(nonTrainable),
      ),
    ),
  ].join('\n\n');
}

function summaryOf(layer: Layer): string | null {
  const operator = operatorOf(layer);
  return operator && printSummary(operator.summary(layer.attributes));
}

const longestCell = 200;

/** What a layer is, where it comes from, what it costs here and what each of its arguments means. */
function explain(view: LayerView): string {
  const { operator, layer } = view;
  if (!operator) return layerMarkdown(view);
  const rows = Object.entries(operator.attributes).map(([name, spec]) => {
    const value = layer.attributes[name];
    return `| ${name} | ${value === undefined ? '' : markdownName(printValue(value))} | ${l10n.t(spec.doc).replace(/\|/g, '\\|')} |`;
  });
  return [
    `# ${l10n.t(operator.title)}`,
    l10n.t(operator.doc),
    ...(operator.source ? [l10n.t('Source: {0}', operator.source)] : []),
    `## ${layerTitle(view)}`,
    layerRows(view)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    `## ${l10n.t('Arguments')}`,
    [`| ${l10n.t('argument')} | ${l10n.t('here')} | ${l10n.t('meaning')} |`, '|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}
