import type { Layer, Place } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { findNamed, mentions, type NamedLayer, quotedAt } from './layer-name.ts';

/**
 * Where a layer's output is used. In JSON the references by its name, in the inputs of other layers and among the model's
 * ends; in a program the places that apply the layers which take its output. With `declaration` the layer itself first.
 */
export function references(file: FileAnalysis, offset: number, declaration: boolean): readonly Place[] {
  const found = layersAt(file, offset);
  const own = declaration ? found.flatMap(({ layer }) => (layer.source ? [placeOf(layer)] : [])) : [];
  const uses = found.flatMap((named) => usesOf(file, named));
  return distinct([...own, ...uses]);
}

/** By the quoted name at the offset, else what is written there. */
function layersAt(file: FileAnalysis, offset: number): readonly NamedLayer[] {
  const quoted = quotedAt(file.text, offset);
  const named = quoted && file.isJson ? findNamed(file, quoted.name, offset) : null;
  if (named) return [named];
  return (file.positions.at(offset)?.site.instances ?? []).flatMap(({ model, layer: index }) => {
    const analysis = file.models[model];
    const layer = analysis?.graph.layers[index];
    return analysis && layer ? [{ model: analysis, index, layer }] : [];
  });
}

function usesOf({ uri, text }: FileAnalysis, { model, index, layer }: NamedLayer): readonly Place[] {
  const { graph, layers } = model;
  if (layer.source?.syntax === 'json' && layer.name !== null && graph.source?.file === uri) {
    // Names inside of a nested model are names of its own layers.
    const nested = graph.layers.flatMap((own) => own.model?.source?.range ?? []);
    return mentions(text, layer.name, graph.source.range)
      .filter(({ start }) => !nested.some((range) => range.start <= start && start < range.end))
      .map((range) => ({ file: uri, range }));
  }
  const own = new Set(layers[index]!.nodes);
  return graph.nodes
    .filter(({ inputs }) => inputs.some(({ node }) => own.has(node)))
    .flatMap((node) => {
      const consumer = graph.layers[node.layer]!;
      return consumer.source ? [consumer.source.applied ?? placeOf(consumer)] : [];
    });
}

function placeOf({ source }: Layer): Place {
  return { file: source!.file, range: source!.name };
}

function distinct(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter(({ file, range }) => {
    const key = `${file} ${range.start} ${range.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
