import type { GraphAnalysis, LayerAnalysis, NodeAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Layer } from '../../core/graph/node.ts';
import { type Dimension, isKnown, printSizes } from '../../core/vocabulary/dimension.ts';
import type { Operator, Shape } from '../../core/vocabulary/operator.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { LayerRef, LayerSite } from '../analysis/position-index.ts';

/** Everything about one layer of one model, gathered from the tables that hold it. */
export interface LayerView {
  readonly ref: LayerRef;
  readonly model: GraphAnalysis;
  readonly layer: Layer;
  readonly operator: Operator | null;
  readonly analysis: LayerAnalysis;
  /** Its first application; null for a layer that is never applied. */
  readonly node: NodeAnalysis | null;
}

export function viewLayer(models: readonly GraphAnalysis[], ref: LayerRef): LayerView | null {
  const model = models[ref.model];
  const layer = model?.graph.layers[ref.layer];
  const analysis = model?.layers[ref.layer];
  if (!model || !layer || !analysis) return null;
  const first = analysis.nodes[0];
  const node = first === undefined ? null : (model.nodes[first] ?? null);
  return { ref, model, layer, operator: operatorOf(layer), analysis, node };
}

/** The layers that a range of text makes, each once: a nested model's layers are also those of a model of their own. */
export function instancesOf({ models }: FileAnalysis, site: LayerSite): LayerView[] {
  const seen = new Set<number>();
  const views: LayerView[] = [];
  for (const ref of site.instances) {
    const view = viewLayer(models, ref);
    if (!view || seen.has(view.layer.instance)) continue;
    seen.add(view.layer.instance);
    views.push(view);
  }
  return views.sort((a, b) => a.layer.instance - b.layer.instance);
}

/** `112×112×64`, or null where nothing is known of the shape or it can't be: a tensor without elements is no output. */
export function printOutput(shape: Shape | undefined): string | null {
  const sizes = shape?.slice(1) ?? [];
  if (shape === undefined || shape.length === 0 || sizes.every((size) => size === null)) return null;
  return sizes.some((size) => isKnown(size) && size <= 0) ? null : printSizes(shape);
}

/** The part of `whole` in per cent, when both are numbers: `2.9%`. */
export function printShare(part: Dimension, whole: Dimension): string | null {
  if (!isKnown(part) || !isKnown(whole) || whole <= 0) return null;
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? '< 0.1%' : `${percent.toFixed(percent < 10 ? 1 : 0)}%`;
}
