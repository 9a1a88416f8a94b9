import type { GraphFact } from '../../core/graph/node.ts';

/** A fact about a model in one line: in the reader's own words, or its kind and the layer that it names. */
export function tell(fact: GraphFact): string {
  if ('detail' in fact) return fact.detail;
  const { kind, place: _, ...layer } = fact;
  return [kind, ...Object.values(layer)].join(' ');
}
