import * as l10n from '@vscode/l10n';
import type { ReceptiveField } from '../../core/graph/analysis.ts';
import { formatBytes, formatCount, formatExact } from '../../core/graph/print.ts';
import { markdownCode, markdownText } from '../../core/text/markdown.ts';
import { shorten } from '../../core/text/shorten.ts';
import { type Dimension, isKnown, printDimension, printShape } from '../../core/vocabulary/dimension.ts';
import type { Reach, Shape, WeightSpec } from '../../core/vocabulary/operator.ts';
import { explainWindow } from '../../core/vocabulary/window.ts';
import { type LayerView, printShare } from './layer-view.ts';

/** One row: what it is, and the figure with its formula, as Markdown. */
export type Row = readonly [name: string, value: string];

/** The figures of a layer with the formulas that they come from. */
export function layerRows(view: LayerView): readonly Row[] {
  return [...shapeRows(view), ...parameterRow(view), ...costRow(view), ...fieldRow(view), ...memoryRow(view)];
}

function shapeRows({ node }: LayerView): Row[] {
  if (!node) return [[l10n.t('shape'), l10n.t('? (the layer is not applied to anything)')]];
  const inputs = node.inputs.map((shape) => code(shape)).join(', ');
  const outputs = node.outputs.map((shape) => code(shape)).join(', ');
  return [[l10n.t('shape'), inputs ? `${inputs} → ${outputs}` : outputs], ...windowRows(node.reach)];
}

function code(shape: Shape): string {
  return markdownCode(shape.length === 0 ? '?' : shorten(printShape(shape), longestFormula));
}

/** Sizes have the names that a program gives them, and sums of them have no end. */
function formula(text: string): string {
  return markdownText(shorten(text, longestFormula));
}

const longestFormula = 200;

/** How the window makes the output size: one row when the axes agree, else one each. */
function windowRows(axes: Reach): Row[] {
  if (typeof axes === 'string' || axes.every(({ output }) => output === null)) return [];
  const names = axisNames(axes.length);
  const formulas = axes.map(
    (axis) => `${formula(explainWindow(axis, l10n.t('where')))} = **${formula(printDimension(axis.output))}**`,
  );
  if (new Set(formulas).size <= 1) return formulas.slice(0, 1).map((text) => [names.join(l10n.t(', ')), text]);
  return formulas.map((text, axis) => [names[axis]!, text]);
}

export function axisNames(rank: number): readonly string[] {
  if (rank === 1) return [l10n.t('length')];
  return [...(rank === 2 ? [] : [l10n.t('depth')]), l10n.t('height'), l10n.t('width')];
}

function parameterRow({ analysis, layer, node }: LayerView): Row[] {
  const { total, trainable, nonTrainable } = analysis.params;
  if (total === 0) return [];
  const fixed =
    nonTrainable === 0 || trainable === null ? '' : l10n.t(', {0} not trainable', formula(formatExact(nonTrainable)));
  const sizes = analysis.weights.length > 0 ? ` = ${formula(weightFormula(analysis.weights))}` : '';
  const shared = analysis.nodes.length > 1 ? l10n.t(', shared by {0} uses', analysis.nodes.length) : '';
  const why = total === null && layer.why ? ` (${formula(layer.why)})` : '';
  return node || total !== null
    ? [[l10n.t('parameters'), `**${formula(formatExact(total))}**${sizes}${fixed}${shared}${why}`]]
    : [];
}

/** `7·7·3·64 + 64`; weights of one shape are counted together: `4·64`. */
function weightFormula(weights: readonly WeightSpec[]): string {
  const products = weights.map(({ shape }) => shape.map(factor).join('·') || '1');
  const counts = new Map<string, number>();
  for (const product of products) counts.set(product, (counts.get(product) ?? 0) + 1);
  return [...counts].map(([product, count]) => (count === 1 ? product : `${count}·${product}`)).join(' + ');
}

function factor(size: Dimension): string {
  const text = printDimension(size);
  return /[+\u2212-]/.test(text) ? `(${text})` : text;
}

function costRow({ node, model }: LayerView): Row[] {
  if (!node) return [];
  const { macs, otherOps } = node.cost;
  if (macs === null) return [[l10n.t('cost'), l10n.t('unknown')]];
  if (macs === 0)
    return otherOps === 0 ? [] : [[l10n.t('cost'), l10n.t('{0} other operations', formula(formatCount(otherOps)))]];
  const share = printShare(macs, model.totals.macs);
  const parts = [`**${formula(formatCount(macs))}** MACs`, `${formula(formatCount(node.flops))} FLOPs`];
  return [[l10n.t('cost'), [...parts, ...(share ? [l10n.t('{0} of the model', share)] : [])].join(' · ')]];
}

function fieldRow({ node }: LayerView): Row[] {
  const text = node && printField(node.receptiveField);
  return text ? [[l10n.t('receptive field'), formula(text)]] : [];
}

/** `7×7, stride 2, padding 3`; null where there is no spatial axis or nothing is known. */
export function printField({ size, stride, padding, status, aligned }: ReceptiveField): string | null {
  if (status === 'whole-input') return l10n.t('the whole input');
  if (status === 'unknown' || size.length === 0) return null;
  const bound = status === 'upper-bound' ? '≤ ' : '';
  const crooked = aligned ? '' : l10n.t(', of branches that are not aligned');
  const padded = padding.every(isKnown) ? l10n.t(', padding {0}', perAxis(padding)) : '';
  return `${bound}${size.map(printDimension).join('×')}${l10n.t(', stride {0}', perAxis(stride))}${padded}${crooked}`;
}

function perAxis(sizes: readonly Dimension[]): string {
  const texts = sizes.map(printDimension);
  return new Set(texts).size === 1 ? texts[0]! : texts.join('×');
}

function memoryRow({ node, analysis }: LayerView): Row[] {
  if (!node || node.activationBytes === null) return [];
  const weights = analysis.params.total;
  const stored =
    weights === 0 || typeof weights !== 'number' ? '' : ` · ${l10n.t('{0} weights', formatBytes(4 * weights))}`;
  return [
    [l10n.t('memory'), `${l10n.t('{0} activations', formula(formatBytes(node.activationBytes)))}${stored} (float32)`],
  ];
}
