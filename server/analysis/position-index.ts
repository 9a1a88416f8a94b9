import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { ArgumentSource, Layer, LayerSource, Range } from '../../core/graph/node.ts';

/** A layer of a model of the file, by its indices in `FileAnalysis.models` and `Graph.layers`. */
export interface LayerRef {
  readonly model: number;
  readonly layer: number;
}

/** A range of text that makes a layer: once, or several times when a loop or a function runs it. */
export interface LayerSite {
  readonly source: LayerSource;
  readonly instances: readonly LayerRef[];
}

/** What is written at an offset. */
export interface SiteAt {
  readonly site: LayerSite;
  /** The argument as it is spelt in the file, when the offset is in one. */
  readonly argument: { readonly name: string; readonly source: ArgumentSource } | null;
  /** What the answer is about, for highlighting: the argument's property or the layer's name. */
  readonly range: Range;
}

export interface PositionIndex {
  /** In order of their starts. */
  readonly sites: readonly LayerSite[];
  /** The innermost layer whose text holds the offset, and the argument of it that does. */
  at(offset: number): SiteAt | null;
}

/** Prepares lookups of the layers that are written in the file `uri`, whatever model they end up in. */
export function indexPositions(uri: string, models: readonly GraphAnalysis[]): PositionIndex {
  const sites = new Map<number, { source: LayerSource; instances: LayerRef[] }>();
  const applied: { range: Range; source: LayerSource }[] = [];
  models.forEach(({ graph }, model) => {
    graph.layers.forEach(({ source }: Layer, layer) => {
      if (source?.applied?.file === uri) applied.push({ range: source.applied.range, source });
      if (source?.file !== uri) return;
      const key = keyOf(source);
      const site = sites.get(key) ?? { source, instances: [] };
      site.instances.push({ model, layer });
      sites.set(key, site);
    });
  });
  const sorted = [...sites.values()].sort(
    (a, b) => a.source.range.start - b.source.range.start || b.source.range.end - a.source.range.end,
  );
  return {
    sites: sorted,
    at(offset) {
      const site = innermost(sorted, offset);
      if (site) return inSite(site, offset);
      const use = applied.find(({ range }) => contains(range, offset));
      const target = use && sites.get(keyOf(use.source));
      return use && target ? { site: target, argument: null, range: use.range } : null;
    },
  };
}

/** One number for both ends: files are far shorter than 2²⁶. */
function keyOf({ range }: LayerSource): number {
  return range.start * 2 ** 26 + range.end;
}

/** Ranges nest but never cross, so the last one that starts before the offset and contains it is the innermost. */
function innermost(sites: readonly LayerSite[], offset: number): LayerSite | null {
  let low = 0;
  let high = sites.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sites[middle]!.source.range.start <= offset) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i--) if (contains(sites[i]!.source.range, offset)) return sites[i]!;
  return null;
}

function inSite(site: LayerSite, offset: number): SiteAt {
  for (const [name, source] of Object.entries(site.source.arguments)) {
    // An argument can come from another file or from a spread object elsewhere in this one.
    if (source.file === site.source.file && contains(source.property, offset)) {
      return { site, argument: { name, source }, range: source.property };
    }
  }
  return { site, argument: null, range: site.source.name };
}

function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
