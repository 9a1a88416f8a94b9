import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph, Layer } from '../../core/graph/node.ts';
import { withLayer } from '../../core/graph/with-layer.ts';
import { type Problem, problemsOf } from '../analysis/file-analysis.ts';
import { layerEdits } from '../frontends/edits/layer-edits.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { changeLayer, type NewValues } from './change-layer.ts';
import { atSizes, chooseModels } from './choose-models.ts';
import { type Comparison, compareModels } from './compare-models.ts';
import { Failure } from './failure.ts';
import { type FoundLayers, findLayers } from './find-layer.ts';
import { isListed } from './listed.ts';
import { placeJson } from './model-json.ts';
import { outermost } from './outermost.ts';
import { valueJson } from './value-json.ts';

/** What is to be tried: other arguments for layers, other sizes of the inputs, or both. */
export interface Trial {
  readonly model?: string | undefined;
  readonly changes: readonly { readonly layer: string; readonly set: NewValues }[];
  readonly inputShape?: readonly (readonly number[])[] | undefined;
}

/** What a trial would change, and the edits that would make it true. Nothing is written. */
export interface WhatIf extends Comparison {
  readonly version: 1;
  readonly file: string;
  readonly model: string;
  readonly changes: readonly Changed[];
  /** What to write for the layers' changes; null where the text shows no place, or makes further layers that would change too. */
  readonly edits: readonly object[] | null;
  /** Of this model alone: problems that it would have or be rid of, and how many it would keep. */
  readonly problems: {
    readonly new: readonly ProblemJson[];
    readonly gone: readonly ProblemJson[];
    readonly kept: number;
  };
}

/** A problem without its fixes: they would mend the text as it is. */
type ProblemJson = Pick<Problem, 'rule' | 'severity' | 'message'> & ReturnType<typeof placeJson>;

/** One argument of one layer. */
interface Changed {
  readonly layer: string;
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A model before and after a trial. @throws Failure when there is no such model or layer, or its library refuses the values */
export function whatIfJson(file: AnalysedFile, { model: name, changes, inputShape }: Trial): WhatIf {
  if (changes.length === 0 && !inputShape)
    throw new Failure('nothing is changed: name a layer and its arguments, or sizes of the inputs');
  const models = chooseModels(file, { model: name });
  const [first] = changes;
  const before = first ? findLayers(file, models, first.layer).model : outermost(models, file.name);
  const trials = changes.map(({ layer, set }) => ({ found: findLayers(file, [before], layer), set }));
  const graph = trials.reduce(tried, before.graph);
  const after = inputShape ? atSizes({ ...before, graph }, inputShape) : analyseGraph(graph);
  const pairs = graph.layers.flatMap((layer, index) => (isListed(layer) ? [{ before: index, after: index }] : []));
  return {
    version: 1,
    file: file.name,
    model: before.graph.name,
    changes: trials.flatMap(changesJson),
    edits: editsOf(trials, file),
    problems: compareProblems(before, after, file),
    ...compareModels({ model: before, file }, { model: after, file }, pairs),
  };
}

interface LayerTrial {
  readonly found: FoundLayers;
  readonly set: NewValues;
}

function tried(graph: Graph, { found, set }: LayerTrial): Graph {
  return found.layers.reduce(
    (changed, { path }) => withLayer(changed, path, changeLayer(layerAt(changed, path), set)),
    graph,
  );
}

function layerAt(graph: Graph, [index, ...inner]: readonly number[]): Layer {
  const layer = graph.layers[index!]!;
  return inner.length === 0 ? layer : layerAt(layer.model!, inner);
}

function changesJson({ found, set }: LayerTrial): readonly Changed[] {
  return found.layers.flatMap(({ layer }) =>
    Object.entries(set).map(([attribute, value]) => ({
      layer: layer.label,
      attribute,
      before: attribute === 'trainable' ? layer.trainable : valueJson(layer.attributes[attribute] ?? null),
      after: valueJson(value),
    })),
  );
}

/** The edits for all trials, each text changed once, however many layers it makes. */
function editsOf(trials: readonly LayerTrial[], file: AnalysedFile): readonly object[] | null {
  const edits = layerEdits(file.positions.textOf);
  const made = trials.flatMap(({ found, set }) => {
    const { layer } = found.layers[0];
    const isWhole = makesOnly(found, file);
    return Object.entries(set).map(([attribute, value]) => (isWhole ? edits.set(layer, attribute, value) : null));
  });
  if (made.includes(null)) return null;
  return made.flatMap((one) => one ?? []).map(({ newText, ...place }) => ({ ...placeJson(place, file), newText }));
}

/** Whether the text makes no other layers, in no model of the file. */
function makesOnly({ layers }: FoundLayers, { analysis }: AnalysedFile): boolean {
  const { source } = layers[0].layer;
  if (!source) return false;
  const found = new Set(layers.map(({ layer }) => layer.instance));
  const isOther = ({ source: other, instance }: Layer): boolean =>
    other?.file === source.file && other.range.start === source.range.start && !found.has(instance);
  return !analysis.models.some(({ graph }) => graph.layers.some(isOther));
}

/** Findings are told apart by their rule and place: their words have figures in them. */
function compareProblems(before: GraphAnalysis, after: GraphAnalysis, file: AnalysedFile): WhatIf['problems'] {
  const { rules, positions } = file;
  const [left, right] = [before, after].map((model) => problemsOf(model, positions.textOf, rules));
  const keysOf = (problems: readonly Problem[]): ReadonlySet<string> => new Set(problems.map(keyOf));
  const [had, has] = [keysOf(left!), keysOf(right!)];
  const shown = (problem: Problem): ProblemJson => {
    const { rule, severity, message, place } = problem;
    return { rule, severity, message, ...placeJson(place, file) };
  };
  const kept = right!.filter((problem) => had.has(keyOf(problem)));
  return {
    new: right!.filter((problem) => !had.has(keyOf(problem))).map(shown),
    gone: left!.filter((problem) => !has.has(keyOf(problem))).map(shown),
    kept: kept.length,
  };
}

function keyOf({ rule, place }: Problem): string {
  return JSON.stringify([rule, place]);
}
