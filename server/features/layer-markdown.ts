import { formatBytes, formatCount } from '../../core/graph/print.ts';
import { layerRows, type Row } from './layer-table.ts';
import type { LayerView } from './layer-view.ts';

/** A layer as Markdown: what it is, then the table of its figures. */
export function layerMarkdown(view: LayerView): string {
  return `${layerTitle(view)}\n\n${table(view.layer.model ? modelRows(view) : layerRows(view))}`;
}

/** `**conv2d** `conv1` · 7×7, 64 filters, stride 2` */
export function layerTitle({ layer, operator }: LayerView): string {
  const kind = layer.model ? layer.className : (operator?.name ?? layer.className);
  const summary = layer.model ? `${layer.model.layers.length} layers` : operator?.summary(layer.attributes);
  const why = layer.why ?? (layer.operator === 'unknown' ? 'a layer that cannot be read' : null);
  const frozen = layer.trainable ? [] : ['frozen'];
  return [`**${kind}** \`${layer.label}\``, ...[summary, why].filter(Boolean), ...frozen].join(' · ');
}

function modelRows(view: LayerView): readonly Row[] {
  const totals = view.analysis.model?.totals;
  const inner: Row[] = totals
    ? [
        [
          'inside',
          `${formatCount(totals.macs, totals.status)} MACs, ${formatBytes(totals.weightBytes, totals.status)} weights`,
        ],
      ]
    : [];
  return [...layerRows(view), ...inner];
}

/** A table without header texts, as Markdown has them; a bar in a cell would end it. */
export function table(rows: readonly Row[]): string {
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value.replace(/\|/g, '\\|')} |`)].join(
    '\n',
  );
}
