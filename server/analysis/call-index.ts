import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { CallPlace, Range } from '../../core/graph/node.ts';
import type { LayerRef } from './position-index.ts';

/** A call of a function of the author's that makes layers: `x = bottleneck(x, 64)`. */
export interface CallSite {
  readonly range: Range;
  readonly name: Range;
  /** What it makes each time it runs, in the order in which the layers run. */
  readonly runs: readonly (readonly LayerRef[])[];
}

/** The innermost call at an offset. */
export function callAt({ calls }: { readonly calls: readonly CallSite[] }, offset: number): CallSite | null {
  return calls.findLast(({ range }) => range.start <= offset && offset <= range.end) ?? null;
}

/** The calls in the file `uri` that make layers, in order of their starts. */
export function indexCalls(uri: string, models: readonly GraphAnalysis[]): readonly CallSite[] {
  const sites = new Map<string, { call: CallPlace; runs: Map<string, LayerRef[]> }>();
  models.forEach(({ graph }, model) => {
    // Nodes are in the order of execution; a shared layer counts where it is first applied.
    for (const layer of new Set(graph.nodes.map((node) => node.layer))) {
      for (const call of graph.layers[layer]?.source?.calls ?? []) {
        if (call.file !== uri) continue;
        const key = `${call.range.start}:${call.range.end}`;
        const site = sites.get(key) ?? { call, runs: new Map<string, LayerRef[]>() };
        const run = site.runs.get(`${model}:${call.id}`) ?? [];
        run.push({ model, layer });
        site.runs.set(`${model}:${call.id}`, run);
        sites.set(key, site);
      }
    }
  });
  return [...sites.values()]
    .map(({ call, runs }) => ({ range: call.range, name: call.name, runs: [...runs.values()] }))
    .sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}
