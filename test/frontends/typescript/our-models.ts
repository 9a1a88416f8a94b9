import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { Graph, Layer } from '../../../core/graph/node.ts';
import type { FileHost, FileModels } from '../../../server/frontends/frontend.ts';
import { readTypeScript } from '../../../server/frontends/typescript/index.ts';
import type { LayerRow } from './real-models.ts';

export const diskHost: FileHost = {
  read(uri) {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return null;
    }
  },
};

/** Reads text as if it were a file on its own, or among others. */
export function readText(text: string, files: Readonly<Record<string, string>> = {}, uri = 'file:///a.ts'): FileModels {
  return readTypeScript(uri, text, { read: (other) => files[other] ?? null });
}

/** The same table as `realModels`, from reading alone. */
export function ourModels(file: string): LayerRow[][] {
  const uri = pathToFileURL(file).href;
  return readTypeScript(uri, readFileSync(file, 'utf8'), diskHost).models.map(rowsOf);
}

/** The same table as `realPlaces`, from reading alone. */
export function ourPlaces(file: string): (readonly (string | number | null)[])[][] {
  const uri = pathToFileURL(file).href;
  return readTypeScript(uri, readFileSync(file, 'utf8'), diskHost).models.map((graph) => {
    const listed = graph.layers.filter(({ implicit }) => !implicit);
    return rowsOf(graph).map((row, index) => [placeOf(listed[index]), ...row]);
  });
}

/** Layers of the author's own classes are not made by a call of TensorFlow.js. */
function placeOf(layer: Layer | undefined): string | null {
  if (!layer?.source || ['opaque', 'unknown'].includes(layer.operator)) return null;
  const path = fileURLToPath(layer.source.file);
  const before = readFileSync(path, 'utf8').slice(0, layer.source.name.start);
  return `${basename(path)}:${before.split('\n').length}`;
}

export function rowsOf(graph: Graph): LayerRow[] {
  const analysis = analyseGraph(graph);
  return graph.layers.flatMap((layer, index): LayerRow[] => {
    if (layer.implicit) return [];
    const { params, nodes } = analysis.layers[index]!;
    const shape = analysis.nodes[nodes[0]!]?.outputs[0] ?? [];
    // A size that the runtime leaves open has a name here.
    const plain = shape.map((size) => (typeof size === 'number' ? size : null));
    return [
      [layer.label, layer.className, JSON.stringify(plain), typeof params.total === 'number' ? params.total : null],
    ];
  });
}
