import type { Place } from '../../core/graph/node.ts';
import { plainName } from '../../core/text/label.ts';
import { printSizes } from '../../core/vocabulary/dimension.ts';
import type { CallSite } from '../analysis/call-index.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { lineEnd, lineOf } from '../analysis/line-index.ts';
import type { LayerSite } from '../analysis/position-index.ts';
import { runsOf, outputsOf as shapesBehind } from './call-site.ts';
import { instancesOf, type LayerView, printOutput } from './layer-view.ts';

/** A text to show behind the code at an offset. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
  /** The layer that the text speaks of, where that stands elsewhere: behind a call of what makes it. */
  readonly target: Place | null;
}

/**
 * The output shape of every layer, at the end of the line that ends its call; in JSON of the line that names its class.
 * Where several layers end on one line, the last that runs speaks for it.
 */
export function inlayHints(file: FileAnalysis, range: { readonly start: number; readonly end: number }): InlayHint[] {
  const hints = new Map<number, InlayHint & { readonly order: number }>();
  for (const site of file.positions.sites) {
    if (site.source.range.end < range.start || site.source.range.start > range.end) continue;
    const hint = hintOf(file, site);
    const there = hint && hints.get(hint.offset);
    if (hint && (!there || there.order < hint.order)) hints.set(hint.offset, hint);
  }
  for (const site of file.calls) {
    if (site.range.end < range.start || site.range.start > range.end) continue;
    const hint = hintOfCall(file, site);
    // A layer that is written on the line itself speaks for it.
    if (hint && !hints.has(hint.offset)) hints.set(hint.offset, hint);
  }
  return [...hints.values()].map(({ order: _, ...hint }) => hint);
}

function hintOf(file: FileAnalysis, site: LayerSite): (InlayHint & { order: number }) | null {
  const views = instancesOf(file, site);
  const shapes = views.flatMap(outputsOf);
  const first = views[0];
  if (!first || shapes.length === 0) return null;
  return {
    offset: offsetOf(file, site),
    label: labelOf(shapes, views.length),
    tooltip: views.slice(0, 20).map(describe).join('\n'),
    target: null,
    order: first.analysis.nodes[0] ?? -1,
  };
}

/** What a call of a helper hands on, each time that it runs. */
function hintOfCall(file: FileAnalysis, site: CallSite): (InlayHint & { order: number }) | null {
  const runs = runsOf(file, site);
  const shapes = shapesBehind(runs).filter((shape) => shape !== null);
  if (shapes.length === 0) return null;
  const layers = runs[0]?.map(({ layer }) => plainName(layer.label)) ?? [];
  const last = runs[0]?.at(-1)?.layer;
  return {
    offset: lineEnd(file.text, file.lineStarts, lineOf(file.lineStarts, site.range.end)),
    label: labelOf(shapes, runs.length),
    tooltip: layers.length > 20 ? [...layers.slice(0, 19), '…', layers.at(-1)].join('\n') : layers.join('\n'),
    target: last?.source ? { file: last.source.file, range: last.source.name } : null,
    order: -1,
  };
}

/** `→ 112×112×64`, or `→ 56×56×64 … 7×7×512 (×16)` for what runs several times. */
function labelOf(shapes: readonly string[], times: number): string {
  const distinct = new Set(shapes);
  const span = distinct.size === 1 ? shapes[0] : `${shapes[0]} … ${shapes.at(-1)}`;
  return `→ ${span}${times > 1 ? ` (×${times})` : ''}`;
}

/** Output shapes of a layer, one for each application. An input layer repeats what its author has just written. */
function outputsOf({ layer, analysis, model }: LayerView): string[] {
  if (layer.operator === 'inputLayer') return [];
  return analysis.nodes.flatMap((node) => printOutput(model.nodes[node]?.outputs[0]) ?? []);
}

function describe({ layer, node }: LayerView): string {
  const inputs = node?.inputs.map(printSizes).join(', ') ?? '';
  const outputs = node?.outputs.map(printSizes).join(', ') ?? '?';
  return `${plainName(layer.label)}: ${inputs ? `${inputs} → ` : ''}${outputs}`;
}

/** A layer of a JSON file may go on for many lines: what it is stands in the line that names its class. */
function offsetOf({ text, lineStarts }: FileAnalysis, { source }: LayerSite): number {
  const end = source.syntax === 'json' ? source.name.end : source.range.end;
  return lineEnd(text, lineStarts, lineOf(lineStarts, end));
}
