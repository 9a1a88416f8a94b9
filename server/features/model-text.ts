import * as l10n from '@vscode/l10n';
import { inputShapes, outputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { formatBytes, formatCount } from '../../core/graph/print.ts';
import { printSizes } from '../../core/vocabulary/dimension.ts';

/** `224×224×3 → 1000` */
export function printModelShapes(model: GraphAnalysis): string {
  const print = (shapes: ReturnType<typeof inputShapes>) => shapes.map((shape) => printSizes(shape) || '?').join(', ');
  return `${print(inputShapes(model))} → ${print(outputShapes(model))}`;
}

/** Whether sizes other than the batch are left to who calls the code. */
export function isOpen(model: GraphAnalysis): boolean {
  const sizes = [...inputShapes(model), ...outputShapes(model)].flatMap((shape) => shape.slice(1));
  return [...sizes, model.totals.params.total].some((size) => typeof size !== 'number');
}

/** `25.6 M parameters · 4.09 G MACs · 97.7 MiB weights` */
export function printTotals({ totals }: GraphAnalysis): string {
  const { params, macs, weightBytes, status } = totals;
  return [
    l10n.t('{0} parameters', formatCount(params.total, status)),
    `${formatCount(macs, status)} MACs`,
    ...(params.total === 0 ? [] : [l10n.t('{0} weights', formatBytes(weightBytes, status))]),
  ].join(' · ');
}
