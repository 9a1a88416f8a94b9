import { formatCount } from '../../core/graph/print.ts';
import { labelName } from '../../core/text/label.ts';
import { callAt } from '../analysis/call-index.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { CursorInfo, ModelInfo } from '../protocol.ts';
import { printOutput, viewLayer } from './layer-view.ts';
import { printModelShapes } from './model-text.ts';

/** A model as pickers and the status bar show it, at the offset of its name. */
export type ModelSummary = Omit<ModelInfo, 'line'> & { readonly start: number };

export type CursorSummary = Omit<CursorInfo, 'model'> & { readonly model: ModelSummary | null };

/** Every model of a file as pickers and the status bar show it. */
export function modelInfos(file: FileAnalysis): ModelSummary[] {
  return file.models.map((_, index) => modelInfo(file, index));
}

function modelInfo({ uri, models }: FileAnalysis, index: number): ModelSummary {
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
    start: place?.start ?? 0,
  };
}

/**
 * The layer at an offset, or what a call of a helper there hands on; outside of both the model there: the last that
 * starts before it, else the first.
 */
export function cursorInfo(file: FileAnalysis, offset: number): CursorSummary {
  const ref = file.positions.at(offset)?.site.instances[0] ?? callAt(file, offset)?.runs[0]?.at(-1);
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
    const own = graph.source?.file === uri ? graph.source.range.start : Infinity;
    return graph.layers.reduce(
      (first, { source }) => (source?.file === uri ? Math.min(first, source.range.start) : first),
      own,
    );
  });
  let best = 0;
  starts.forEach((start, index) => {
    if (start <= offset && (starts[best]! > offset || start >= starts[best]!)) best = index;
  });
  return best;
}
