import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { countGraph } from '../../../core/graph/counting.ts';
import { type CountingName, countingViews } from '../../../core/graph/counting-views.ts';
import { sizeJson } from '../../assist/model-json.ts';
import { rowsOf } from './table.ts';

/** A model as another tool counts it, layer by layer in the order of the model's `layers`. */
export function countedJson(model: GraphAnalysis, counting: CountingName): object {
  const view = countingViews[counting];
  const { parameters, operations, status } = countGraph(model, view);
  const layers = rowsOf(model, counting).filter(({ depth }) => depth === 0);
  return {
    as: counting,
    unit: view.unit,
    params: sizeJson(parameters),
    operations: sizeJson(operations),
    layers: layers.map(({ counted }) => sizeJson(counted)),
    status,
  };
}
