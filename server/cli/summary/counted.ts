import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { countGraph, workOfGraph } from '../../../core/graph/counting.ts';
import {
  type CountingName,
  countingDifferences,
  countingViews,
  printCount,
} from '../../../core/graph/counting-views.ts';
import { formatCount, formatExact } from '../../../core/graph/print.ts';

/** The model as another tool counts it, and which of its work that tool counts in another way than we do. */
export function countedLines(model: GraphAnalysis, name: CountingName): readonly (readonly [string, string])[] {
  const view = countingViews[name];
  const { parameters, operations, status } = countGraph(model, view);
  const works = workOfGraph(model);
  const counted = view.unit === null ? 'no operations' : `${formatCount(operations, status)} ${view.unit}`;
  const differences = countingDifferences(countingViews.convlens, view)
    .filter(({ work }) => view.unit !== null && works.has(work))
    .map(({ work, right }): readonly [string, string] => ['', `${work}: ${printCount(right)}`]);
  return [[view.title, `${formatExact(parameters, model.totals.status)} params, ${counted}`], ...differences];
}
