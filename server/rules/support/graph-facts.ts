import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { GraphFact, Place } from '../../../core/graph/node.ts';

/** What is wrong with a model as a whole, where there is a place to say it. */
export function* findGraphFacts({
  graph,
}: GraphAnalysis): Generator<{ readonly fact: GraphFact; readonly place: Place }> {
  for (const fact of graph.facts) {
    const place = fact.place ?? nameOf(graph);
    if (place) yield { fact, place };
  }
}

function nameOf({ source, nameRange }: GraphAnalysis['graph']): Place | null {
  return source && nameRange ? { file: source.file, range: nameRange } : source;
}
