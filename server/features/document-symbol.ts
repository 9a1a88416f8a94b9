import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph, Range } from '../../core/graph/node.ts';
import { plainName } from '../../core/text/label.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { printOutput } from './layer-view.ts';
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

/**
 * The models of a file with those of their layers that are written in it, each range once. A model that is written inside
 * another, as in JSON, stands below the layer that it is there.
 */
export function documentSymbols({ uri, models }: FileAnalysis): DocumentSymbol[] {
  const inside = new Set(models.flatMap((model) => modelsInside(uri, model)));
  return models.flatMap((model) => {
    const { graph } = model;
    if (graph.source?.file !== uri || inside.has(keyOf(graph.source.range))) return [];
    const layers = layerSymbols(uri, model);
    const selection = graph.nameRange ?? graph.source.range;
    return [
      {
        name: plainName(graph.name),
        detail: printTotals(model),
        kind: 'model',
        range: hull([graph.source.range, selection, ...layers.map((layer) => layer.range)]),
        selection,
        children: layers,
      },
    ];
  });
}

function layerSymbols(uri: string, { graph, nodes, layers }: GraphAnalysis): readonly DocumentSymbol[] {
  const symbols = new Map<string, DocumentSymbol>();
  graph.layers.forEach(({ label, source }, index) => {
    if (source?.file !== uri || symbols.has(keyOf(source.range))) return;
    const { model, nodes: applications } = layers[index]!;
    const first = applications[0];
    symbols.set(keyOf(source.range), {
      name: plainName(label),
      detail: printOutput(first === undefined ? undefined : nodes[first]?.outputs[0]) ?? '',
      kind: model ? 'model' : 'layer',
      range: source.range,
      selection: source.name,
      children: model && isInside(model.graph, uri, source.range) ? layerSymbols(uri, model) : [],
    });
  });
  return [...symbols.values()];
}

/** Where models are written inside of layers of this one. */
function modelsInside(uri: string, { graph, layers }: GraphAnalysis): readonly string[] {
  return layers.flatMap(({ model }, index) => {
    const range = graph.layers[index]!.source?.range;
    if (!model || !range || !isInside(model.graph, uri, range)) return [];
    return [keyOf(model.graph.source!.range), ...modelsInside(uri, model)];
  });
}

function isInside({ source }: Graph, uri: string, range: Range): boolean {
  return source?.file === uri && range.start <= source.range.start && source.range.end <= range.end;
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
