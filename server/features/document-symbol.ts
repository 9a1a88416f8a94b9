import type { Range } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { printOutput, viewLayer } from './layer-view.ts';
import { printTotals } from './model-text.ts';

/** A model with its layers, for the outline and the breadcrumbs. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'model' | 'layer';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly DocumentSymbol[];
}

/** The models of a file with those of their layers that are written in it, each range once. */
export function documentSymbols({ uri, models }: FileAnalysis): DocumentSymbol[] {
  return models.flatMap((model, index) => {
    const { graph } = model;
    if (graph.source?.file !== uri) return [];
    const children = new Map<string, DocumentSymbol>();
    graph.layers.forEach(({ label, source }, layer) => {
      if (source?.file !== uri || children.has(keyOf(source.range))) return;
      const detail = printOutput(viewLayer(models, { model: index, layer })?.node?.outputs[0]) ?? '';
      const { range, name } = source;
      children.set(keyOf(range), { name: label, detail, kind: 'layer', range, selection: name, children: [] });
    });
    const selection = graph.nameRange ?? graph.source.range;
    const layers = [...children.values()];
    return [
      {
        name: graph.name,
        detail: printTotals(model),
        kind: 'model',
        range: hull([graph.source.range, selection, ...layers.map((layer) => layer.range)]),
        selection,
        children: layers,
      },
    ];
  });
}

function keyOf({ start, end }: Range): string {
  return `${start}:${end}`;
}

/** An outline wants what belongs together inside one range, also when `add` calls follow the model. */
function hull(ranges: readonly Range[]): Range {
  return {
    start: Math.min(...ranges.map(({ start }) => start)),
    end: Math.max(...ranges.map(({ end }) => end)),
  };
}
