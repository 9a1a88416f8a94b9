import * as l10n from '@vscode/l10n';
import type { NodeAnalysis, ReceptiveField } from '../../core/graph/analysis.ts';
import { operators } from '../../core/operators/index.ts';
import { isKnown, printDimension } from '../../core/vocabulary/dimension.ts';
import type { OperatorTable } from '../../core/vocabulary/operator.ts';
import { bytes, count, exactCount } from './figures.ts';
import { type FilmRow, shapeText } from './film.ts';

/** What a layer is, in the fewest words that tell it apart: `conv2d 3×3, 32 filters`. */
export function layerDetail(row: FilmRow): string {
  if (row.unknown?.kind === 'layer') return row.layer.why ?? l10n.t('shape and parameters unknown');
  if (row.unknown) return l10n.t('waits for {0}', row.unknown.for);
  const { layer } = row;
  if (row.block) return blockDetail(row.block);
  if (row.isInput) return l10n.t('input');
  if (layer.model) return l10n.t('model, {0} layers', layer.model.layers.length);
  const operator = table[layer.operator];
  const phrases = operator?.summary(layer.attributes) ?? [];
  const summary = phrases.map(({ words, values }) => l10n.t(words, ...values)).join(l10n.t(', '));
  const activation = layer.attributes.activation;
  const activated = typeof activation === 'string' && activation !== 'linear' && !summary.includes(activation);
  return `${layer.operator}${summary ? ` ${summary}` : ''}${activated ? ` · ${activation}` : ''}`;
}

/** `6 layers: depthwiseConv2d · batchNormalization · reLU …` */
function blockDetail({ layers, operators: names }: NonNullable<FilmRow['block']>): string {
  const shown = names.length > 3 ? [...names.slice(0, 3), '…'] : names;
  return l10n.t('{0} layers: {1}', layers.length, shown.join(' · '));
}

/** Shape in and out. */
export function inText(node: NodeAnalysis): string {
  return node.inputs.map(shapeText).join(' + ');
}

export function outText(node: NodeAnalysis): string {
  return node.outputs.map(shapeText).join(', ');
}

/** `5,568 params`, `10.8 M MACs`, `field 11×11`, `294 KiB`: what is worth a place in the stage's head. */
export function layerFigures(row: FilmRow): readonly string[] {
  const { cost, receptiveField, activationBytes } = row.node;
  const field = row.isInput ? null : fieldText(receptiveField);
  return [
    row.params === 0 ? '' : l10n.t('{0} params', exactCount(row.params)),
    cost.macs === 0 ? '' : `${count(cost.macs)} MACs`,
    field === null ? '' : l10n.t('field {0}', field),
    bytes(activationBytes),
  ].filter(Boolean);
}

/** `11×11`, `≤ 11×11` where it is a bound, null where there is no image to look at. */
export function fieldText(field: ReceptiveField): string | null {
  if (field.status === 'whole-input') return l10n.t('whole input');
  if (field.status === 'unknown') return '?';
  if (field.size.length === 0) return null;
  const bound = field.status === 'upper-bound' ? '≤ ' : '';
  return bound + field.size.map(printDimension).join('×');
}

/** Share of the image that one output value can depend on; null when it can't be told. */
export function fieldShare(field: ReceptiveField, height: number, width: number): number | null {
  if (field.status === 'whole-input') return 1;
  const [rows, columns] = field.size;
  if (rows === undefined || columns === undefined || !isKnown(rows) || !isKnown(columns)) return null;
  return (Math.min(rows, height) * Math.min(columns, width)) / (height * width);
}

/** Asked by a name that a file brought. */
const table: OperatorTable = operators;
