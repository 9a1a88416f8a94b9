import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph } from '../../core/graph/node.ts';
import { Failure } from './failure.ts';

/** The one model that is part of no other. @throws Failure when there are several to choose from */
export function outermost(models: readonly GraphAnalysis[], file: string): GraphAnalysis {
  const inner = models.flatMap(({ graph }) => graph.layers.flatMap(({ model }) => model ?? []));
  const outer = models.filter(({ graph }) => !inner.some((other) => isSame(other, graph)));
  const [only = models[0]!] = outer;
  if (outer.length > 1) {
    const names = outer.map(({ graph }) => graph.name).join(', ');
    throw new Failure(`${file} has ${outer.length} models: say which model is meant: ${names}`);
  }
  return only;
}

function isSame(a: Graph, b: Graph): boolean {
  if (a === b) return true;
  if (!a.source || !b.source || a.name !== b.name) return false;
  return a.source.file === b.source.file && a.source.range.start === b.source.range.start;
}
