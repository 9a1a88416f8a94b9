import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Place } from '../../../core/graph/node.ts';
import { isLayerValue } from '../../../core/vocabulary/attributes.ts';
import type { Finding } from './rule.ts';

/**
 * A wrapper computes what the layer within it does, and has the same faults: where a rule has told of the layer, it need
 * not tell of the wrapper.
 */
export function onceForWrapped(findings: readonly Finding[], models: readonly GraphAnalysis[]): Finding[] {
  const wrappers = new Map<string, Place>();
  for (const { graph } of models) {
    for (const { source, attributes } of graph.layers) {
      if (source && isLayerValue(attributes.layer)) wrappers.set(keyOf({ ...source, range: source.name }), source);
    }
  }
  if (wrappers.size === 0) return [...findings];
  return findings.filter(({ rule, place }) => {
    const wrapper = wrappers.get(keyOf(place));
    return !wrapper || !findings.some((other) => other.rule === rule && isBehind(place, other.place, wrapper));
  });
}

function keyOf({ file, range }: Place): string {
  return `${range.start} ${range.end} ${file}`;
}

/** Whether a place lies among the arguments of a wrapper, behind its name. */
function isBehind(name: Place, { file, range }: Place, wrapper: Place): boolean {
  return file === name.file && range.start >= name.range.end && range.end <= wrapper.range.end;
}
