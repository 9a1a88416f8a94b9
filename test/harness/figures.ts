import type { FileAnalysis } from '../../server/analysis/file-analysis.ts';

/** What a reader sees of the models: no places, which move with the text. */
export function figuresOf({ models }: FileAnalysis): unknown {
  return models.map(({ graph, nodes, layers, totals }) => ({
    layers: graph.layers.map(({ className, label }, index) => [className, label, layers[index]?.params.total]),
    shapes: nodes.map(({ outputs }) => outputs),
    totals: [totals.params.total, totals.macs, totals.status],
  }));
}
