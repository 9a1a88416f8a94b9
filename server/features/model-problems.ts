import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { ModelProblem } from '../protocol.ts';

/** What is wrong with a model, worst first: the problems that stand in the text of the model or of its layers. */
export function modelProblems({ findings, models }: FileAnalysis, index: number): ModelProblem[] {
  const model = models[index];
  if (!model) return [];
  return findings
    .filter(({ place }) => placesOf(model).some(({ file, range }) => file === place.file && holds(range, place.range)))
    .map(({ message, severity, place }) => ({ message, severity, file: place.file, range: place.range }))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

const rank = { error: 0, warning: 1, info: 2, hint: 3 } as const;

type Range = ModelProblem['range'];

function placesOf({ graph, layers }: GraphAnalysis): { readonly file: string; readonly range: Range }[] {
  const own = [graph.source, ...graph.layers.map(({ source }) => source)].filter((source) => source !== null);
  return [...own, ...layers.flatMap(({ model }) => (model ? placesOf(model) : []))];
}

function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
