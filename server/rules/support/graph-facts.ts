import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { GraphFact, Place } from '../../../core/graph/node.ts';

/** What is wrong with a model as a whole, where there is a place to say it. */
export function* findGraphFacts(
  { graph }: GraphAnalysis,
  kind: GraphFact['kind'],
): Generator<{ readonly detail: string; readonly place: Place }> {
  for (const fact of graph.facts) {
    const place = fact.place ?? nameOf(graph);
    if (fact.kind === kind && place) yield { detail: fact.detail, place };
  }
}

function nameOf({ source, nameRange }: GraphAnalysis['graph']): Place | null {
  return source && nameRange ? { file: source.file, range: nameRange } : source;
}
