import type { Layer } from '../../core/graph/node.ts';
import { formatCount } from '../../core/graph/print.ts';
import { labelName } from '../../core/text/label.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { lineOf } from '../analysis/line-index.ts';
import type { CursorInfo, ModelInfo } from '../protocol.ts';
import { printOutput, viewLayer } from './layer-view.ts';
import { printModelShapes } from './model-text.ts';

/** Every model of a file as pickers and the status bar show it. */
export function modelInfos(file: FileAnalysis): ModelInfo[] {
  return file.models.map((_, index) => modelInfo(file, index));
}

function modelInfo({ uri, models, lineStarts }: FileAnalysis, index: number): ModelInfo {
  const model = models[index]!;
  const { graph, totals } = model;
  const place = graph.source?.file === uri ? (graph.nameRange ?? graph.source.range) : null;
  return {
    index,
    name: labelName(graph.name),
    kind: graph.kind,
    shapes: printModelShapes(model),
    params: formatCount(totals.params.total, totals.status),
    macs: formatCount(totals.macs, totals.status),
    layers: graph.layers.length,
    call: graph.call ?? null,
    assumed: graph.assumed ?? null,
    line: place ? lineOf(lineStarts, place.start) : 0,
  };
}

/** The layer at an offset; outside of layers the model there: the last that starts before it, else the first. */
export function cursorInfo(file: FileAnalysis, offset: number): CursorInfo {
  const ref = file.positions.at(offset)?.site.instances[0];
  const view = ref && viewLayer(file.models, ref);
  if (!view) {
    const model = modelAt(file, offset);
    return { model: model === null ? null : modelInfo(file, model), layer: null };
  }
  const layer = {
    label: labelName(view.layer.label),
    index: ref.layer,
    shape: printOutput(view.node?.outputs[0]) ?? '?',
  };
  return { model: modelInfo(file, ref.model), layer };
}

function modelAt({ uri, models }: FileAnalysis, offset: number): number | null {
  if (models.length === 0) return null;
  const starts = models.map(({ graph }) => {
    const layers = graph.layers.map(({ source }: Layer) => (source?.file === uri ? source.range.start : Infinity));
    return Math.min(graph.source?.file === uri ? graph.source.range.start : Infinity, ...layers);
  });
  let best = 0;
  starts.forEach((start, index) => {
    if (start <= offset && (starts[best]! > offset || start >= starts[best]!)) best = index;
  });
  return best;
}
