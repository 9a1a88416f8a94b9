import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from '../../core/graph/print.ts';
import { plainName } from '../../core/text/label.ts';
import { markdownName, markdownText } from '../../core/text/markdown.ts';
import { shorten } from '../../core/text/shorten.ts';
import { layerRows, type Row } from './layer-table.ts';
import type { LayerView } from './layer-view.ts';
import { printSummary } from './print-summary.ts';

/** A layer as Markdown: what it is, then the table of its figures. */
export function layerMarkdown(view: LayerView): string {
  return `${layerTitle(view)}\n\n${table(view.layer.model ? modelRows(view) : layerRows(view))}`;
}

/** `**conv2d** `conv1` · 7×7, 64 filters, stride 2` */
export function layerTitle({ layer, operator }: LayerView): string {
  const kind = layer.model ? layer.className : (operator?.name ?? layer.className);
  const summary = layer.model
    ? l10n.t('{0} layers', layer.model.layers.length)
    : operator && printSummary(operator.summary(layer.attributes));
  const why = layer.why ?? (layer.operator === 'unknown' ? l10n.t('a layer that cannot be read') : null);
  const frozen = layer.trainable ? [] : [l10n.t('frozen')];
  const told = [summary, why].flatMap((text) => (text ? markdownText(shorten(text, longestSummary)) : []));
  return [`**${markdownText(plainName(kind))}** ${markdownName(layer.label)}`, ...told, ...frozen].join(' · ');
}

/** What the attributes of a layer may take of a line. */
const longestSummary = 200;

function modelRows(view: LayerView): readonly Row[] {
  const totals = view.analysis.model?.totals;
  const inner: Row[] = totals
    ? [
        [
          l10n.t('inside'),
          l10n.t(
            '{0} MACs, {1} weights',
            formatCount(totals.macs, totals.status),
            formatBytes(totals.weightBytes, totals.status),
          ),
        ],
      ]
    : [];
  return [...layerRows(view), ...inner];
}

/** A table without header texts, as Markdown has them. The values are Markdown, in which bars are escaped. */
export function table(rows: readonly Row[]): string {
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}
