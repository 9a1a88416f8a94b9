import * as tf from '@tensorflow/tfjs';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import type { Dimension } from '../../../core/vocabulary/dimension.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';

/** A layer as far as the runtime and the reader can agree on it. */
export interface LayerRow {
  readonly name: string;
  readonly className: string;
  readonly outputs: readonly (readonly (number | null)[])[];
  readonly params: number | null;
}

/** What TensorFlow.js loads. */
export type ModelJson = Parameters<typeof tf.models.modelFromJSON>[0];

/** What TensorFlow.js itself makes of a model's JSON. */
export async function runtimeRows(json: ModelJson): Promise<readonly LayerRow[]> {
  // Loading edits the configs that it is given.
  return rowsOfRuntime(await tf.models.modelFromJSON(structuredClone(json)));
}

export function rowsOfRuntime(model: tf.LayersModel): readonly LayerRow[] {
  return model.layers.map((layer) => ({
    name: layer.name,
    className: layer.getClassName(),
    outputs: outputsOf(layer),
    params: layer.countParams(),
  }));
}

function outputsOf(layer: tf.layers.Layer): LayerRow['outputs'] {
  const { inboundNodes } = layer;
  // A model begins with a node that joins its own inputs and outputs; it counts only where the model is not applied.
  const isModel = layer instanceof tf.LayersModel && inboundNodes.length > 1;
  return (isModel ? inboundNodes.slice(1) : inboundNodes).flatMap(({ outputShapes }) => outputShapes as tf.Shape[]);
}

/** What the reader makes of the same text. */
export function readRows(text: string): readonly LayerRow[] {
  return rowsOfAnalysis(analyseGraph(readKerasJson('file:///model.json', text, { read: () => null }).models[0]!));
}

function rowsOfAnalysis({ graph, nodes, layers }: GraphAnalysis): readonly LayerRow[] {
  return graph.layers.flatMap((layer, index) => {
    if (layer.source === null) return [];
    const analysis = layers[index]!;
    const outputs = analysis.nodes.flatMap((node) => nodes[node]!.outputs.map((shape) => shape.map(known)));
    return [{ name: layer.label, className: layer.className, outputs, params: known(analysis.params.total) }];
  });
}

/** The runtime says null where we name a size. */
function known(size: Dimension): number | null {
  return typeof size === 'number' ? size : null;
}
