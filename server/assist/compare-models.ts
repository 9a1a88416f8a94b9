import { inputShapes, outputShapes } from '../../core/graph/analyse.ts';
import type { GraphAnalysis, Totals } from '../../core/graph/analysis.ts';
import type { Dimension } from '../../core/vocabulary/dimension.ts';
import { alignLayers, type Pair } from './align-layers.ts';
import { type ComparedLayer, compareLayers } from './compare-layers.ts';
import { shapeJson, sizeJson } from './model-json.ts';
import type { BeforeAfter, Side } from './side.ts';

/** A figure of both models; the change is null where a figure is unknown, in symbols or a lower bound. */
export interface Figure extends BeforeAfter<number | string | null> {
  readonly change: number | null;
}

/** Two models side by side. */
export interface Comparison {
  readonly inputs: BeforeAfter<readonly object[]>;
  readonly outputs: BeforeAfter<readonly object[]>;
  readonly totals: Readonly<Record<TotalName, Figure>>;
  readonly status: BeforeAfter<Totals['status']>;
  /** What was added, removed or changed, and layers that give something else for that; in the order of the second model. */
  readonly layers: readonly ComparedLayer[];
  /** How many layers are the same in every figure. */
  readonly same: number;
}

export const totalNames = ['params', 'macs', 'flops', 'weightBytes', 'inferencePeakBytes', 'trainingBytes'] as const;
export type TotalName = (typeof totalNames)[number];

/** Sets two models side by side, layer by layer as `pairs` say, or as their names and what they are do. */
export function compareModels(
  before: Side,
  after: Side,
  pairs: readonly Pair[] = alignLayers(before.model, after.model),
): Comparison {
  const layers = compareLayers(before, after, pairs);
  const both = <Value>(value: (model: GraphAnalysis) => Value): BeforeAfter<Value> => ({
    before: value(before.model),
    after: value(after.model),
  });
  const figure = (name: TotalName): Figure => {
    const sizes = both(({ totals }) => (name === 'params' ? totals.params.total : totals[name]));
    const isExact = before.model.totals.status === 'exact' && after.model.totals.status === 'exact';
    return {
      before: sizeJson(sizes.before),
      after: sizeJson(sizes.after),
      change: isExact ? difference(sizes) : null,
    };
  };
  return {
    inputs: both((model) => inputShapes(model).map(shapeJson)),
    outputs: both((model) => outputShapes(model).map(shapeJson)),
    totals: {
      params: figure('params'),
      macs: figure('macs'),
      flops: figure('flops'),
      weightBytes: figure('weightBytes'),
      inferencePeakBytes: figure('inferencePeakBytes'),
      trainingBytes: figure('trainingBytes'),
    },
    status: both(({ totals }) => totals.status),
    layers,
    same: pairs.length - layers.length,
  };
}

function difference({ before, after }: BeforeAfter<Dimension>): number | null {
  return typeof before === 'number' && typeof after === 'number' ? after - before : null;
}
