import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { operatorOf } from '../../core/graph/infer.ts';
import type { Place } from '../../core/graph/node.ts';
import { alternativeTo } from '../features/alternative.ts';
import { compare } from '../features/compare.ts';
import { layerRows } from '../features/layer-table.ts';
import type { LayerView } from '../features/layer-view.ts';
import { argumentOf } from '../frontends/written-spelling.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { argumentsOf } from './change-layer.ts';
import { diagnosticJson } from './check-json.ts';
import { inputsOf } from './compare-layers.ts';
import { type FoundLayer, type FoundLayers, findLayers } from './find-layer.ts';
import { layerJson } from './model-json.ts';
import { valueJson } from './value-json.ts';

/** A layer with what it does here, how its figures come about and what each of its arguments means. */
export interface LayerExplanation {
  readonly version: 1;
  readonly file: string;
  readonly model: string;
  readonly layer: ReturnType<typeof layerJson>;
  /** Labels of all layers that its line makes, where these are several; what is told is the first one's. */
  readonly alike: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly title: string | null;
  readonly what: string | null;
  readonly source: string | null;
  /** By name, how a figure comes about, in Markdown. */
  readonly figures: Readonly<Record<string, string>>;
  readonly arguments: readonly Argument[];
  readonly diagnostics: readonly ReturnType<typeof diagnosticJson>[];
}

interface Argument {
  readonly name: string;
  readonly value: unknown;
  /** Where it is written; null where it has its default. */
  readonly at: string | null;
  readonly meaning: string;
  /** What it does here, set beside another value. */
  readonly effect: string | null;
}

/** Explains a layer, or the first one that a line makes. @throws Failure when there is none */
export function explainLayerJson(
  file: AnalysedFile,
  models: readonly GraphAnalysis[],
  wanted: string,
): LayerExplanation {
  const found = findLayers(file, models, wanted);
  const [first] = found.layers;
  const { owner, index, layer } = first;
  const operator = operatorOf(layer);
  const view = viewOf(found, first);
  return {
    version: 1,
    file: file.name,
    model: owner.graph.name,
    layer: layerJson(owner, index, file),
    alike: found.layers.length > 1 ? found.layers.map(({ layer: one }) => one.label) : [],
    inputs: labels(owner, inputsOf(owner, index)),
    outputs: labels(owner, consumersOf(owner, index)),
    title: operator?.title ?? null,
    what: operator?.doc ?? null,
    source: operator?.source ?? null,
    figures: Object.fromEntries(layerRows(view)),
    arguments: operator === null ? [] : argumentsOf(layer, operator).flatMap((name) => argumentJson(view, name, file)),
    diagnostics: file.analysis.findings
      .filter(({ place }) => layer.source !== null && isIn(place, layer.source))
      .map((problem) => diagnosticJson(problem, file)),
  };
}

function viewOf({ model }: FoundLayers, { owner, index, layer }: FoundLayer): LayerView {
  const analysis = owner.layers[index]!;
  const [use] = analysis.nodes;
  return {
    ref: { model: 0, layer: index },
    // Shares are told of the whole model, also in one that it holds.
    model,
    layer,
    operator: operatorOf(layer),
    analysis,
    node: use === undefined ? null : owner.nodes[use]!,
  };
}

function argumentJson(view: LayerView, name: string, { positions }: AnalysedFile): readonly Argument[] {
  const { layer, operator } = view;
  const spec = operator?.attributes[name];
  const value = layer.attributes[name];
  if (value === undefined || !spec) return [];
  const written = argumentOf(layer, name)?.source;
  const alternative = alternativeTo(name, spec, value);
  return [
    {
      name,
      value: valueJson(value),
      at: written ? positions.lineAt({ file: written.file, range: written.property }) : null,
      meaning: spec.doc,
      effect: alternative === null ? null : compare(view, name, alternative),
    },
  ];
}

function consumersOf({ graph }: GraphAnalysis, index: number): readonly number[] {
  const takes = graph.nodes.filter(({ inputs }) => inputs.some((ref) => graph.nodes[ref.node]!.layer === index));
  return takes.map(({ layer }) => layer);
}

function labels({ graph }: GraphAnalysis, layers: readonly number[]): readonly string[] {
  return [...new Set(layers)].map((index) => graph.layers[index]!.label);
}

function isIn({ file, range }: Place, outer: Place): boolean {
  return file === outer.file && outer.range.start <= range.start && range.end <= outer.range.end;
}
