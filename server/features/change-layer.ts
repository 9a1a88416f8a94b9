import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph, Layer } from '../../core/graph/node.ts';
import type { AttributeValue } from '../../core/vocabulary/operator.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { Edit } from '../frontends/edits/edit.ts';
import { layerEdits } from '../frontends/edits/layer-edits.ts';

/** Which layer, by the labels of the models around it and its own, and what its arguments are to be. */
export interface WantedChange {
  readonly path: readonly string[];
  readonly set: Readonly<Record<string, AttributeValue>>;
}

/** The edits that write a layer's arguments, or in words why the text can't say so. */
export type LayerChange = { readonly edits: readonly Edit[] } | { readonly failure: string };

/** What to write so that a layer, and no other, gets other arguments. Nothing is written. */
export function changeLayer(
  { models }: Pick<FileAnalysis, 'models'>,
  index: number,
  { path, set }: WantedChange,
  textOf: (file: string) => string | null,
): LayerChange {
  const graph = models[index]?.graph;
  const layer = graph && layerOf(graph, path);
  if (!layer) return { failure: l10n.t('The layer is no longer there.') };
  const others = layersOfText(models, layer);
  if (others > 1)
    return { failure: l10n.t('This text makes {0} layers, which would all change: edit it in the code.', others) };
  const edits = layerEdits(textOf);
  const made: Edit[] = [];
  for (const [attribute, value] of Object.entries(set)) {
    const one = edits.set(layer, attribute, value);
    if (one === null)
      return { failure: l10n.t('{0} is computed, or has no place in the text: edit it in the code.', attribute) };
    made.push(...one);
  }
  return { edits: made };
}

function layerOf(graph: Graph, [label, ...inner]: readonly string[]): Layer | null {
  const layer = graph.layers.find((one) => one.label === label) ?? null;
  if (inner.length === 0 || !layer) return layer;
  return layer.model && layerOf(layer.model, inner);
}

/** How many layers the text of one makes, in all models of the file. */
function layersOfText(models: readonly GraphAnalysis[], { source }: Layer): number {
  const instances = new Set<number>();
  const collect = ({ layers }: Graph) => {
    for (const layer of layers) {
      const isSame = layer.source?.file === source?.file && layer.source?.range.start === source?.range.start;
      if (source && isSame) instances.add(layer.instance);
      if (layer.model) collect(layer.model);
    }
  };
  for (const { graph } of models) collect(graph);
  return instances.size;
}
