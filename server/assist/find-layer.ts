import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer } from '../../core/graph/node.ts';
import { nearestSpelling } from '../../core/vocabulary/attributes.ts';
import type { AnalysedFile } from './analysed-file.ts';
import { Failure } from './failure.ts';
import { isListed } from './listed.ts';

/** Layers of one model that a name or a line stands for. */
export interface FoundLayers {
  readonly model: GraphAnalysis;
  /** At least one; several where one line makes them. */
  readonly layers: readonly [FoundLayer, ...FoundLayer[]];
}

export interface FoundLayer {
  /** The model's layer or, where that is a model, the layer of that one and so on. */
  readonly path: readonly number[];
  /** The innermost model, whose own layer it is. */
  readonly owner: GraphAnalysis;
  readonly index: number;
  readonly layer: Layer;
}

/**
 * The layer of that name, or those that a line makes: `conv1`, `12`, `src/blocks.ts:12`.
 * @throws Failure when there is none, and when models of different names have one
 */
export function findLayers(file: AnalysedFile, models: readonly GraphAnalysis[], wanted: string): FoundLayers {
  const all = models.map((model) => ({ model, layers: [...layersIn(model)] }));
  const isWanted = all.some(({ layers }) => layers.some(isNamed(wanted))) ? isNamed(wanted) : standsAt(file, wanted);
  const found = all.flatMap(({ model, layers }): FoundLayers[] => {
    const [first, ...others] = layers.filter(isWanted);
    return first ? [{ model, layers: [first, ...others] }] : [];
  });
  const [first] = found;
  if (!first)
    throw new Failure(
      noLayer(
        file,
        all.flatMap(({ layers }) => layers),
        wanted,
      ),
    );
  // A model that holds another one has its layers as well, and knows what they are given.
  const deepest = found.reduce((best, one) => (depthOf(one) > depthOf(best) ? one : best), first);
  const others = found.filter(({ layers }) => !isSame(layers[0].layer, deepest.layers[0].layer));
  const names = [...new Set([deepest, ...others].map(({ model }) => model.graph.name))];
  if (names.length > 1)
    throw new Failure(`the models ${names.join(', ')} each have a layer ${wanted}; say which model`);
  return deepest;
}

function depthOf({ layers }: FoundLayers): number {
  return layers[0].path.length;
}

/** Whether two models have a layer in common: what a program makes once. */
function isSame(a: Layer, b: Layer): boolean {
  if (!a.source || !b.source) return a === b;
  const isOfText = a.source.file === b.source.file && a.source.range.start === b.source.range.start;
  return isOfText && a.instance === b.instance;
}

/** Every layer of a model and of those nested in it, each nested model once. */
function* layersIn(
  owner: GraphAnalysis,
  outer: readonly number[] = [],
  seen = new Set<GraphAnalysis>(),
): Generator<FoundLayer> {
  for (const [index, layer] of owner.graph.layers.entries()) {
    const path = [...outer, index];
    if (isListed(layer)) yield { path, owner, index, layer };
    const inner = owner.layers[index]?.model;
    if (!inner || seen.has(inner)) continue;
    seen.add(inner);
    yield* layersIn(inner, path, seen);
  }
}

function isNamed(wanted: string): (found: FoundLayer) => boolean {
  return ({ layer }) => layer.label === wanted || layer.name === wanted;
}

/** The layers whose text stands in a line, counted from one, of the file itself or of the one that is named before it. */
function standsAt({ analysis, positions }: AnalysedFile, wanted: string): (found: FoundLayer) => boolean {
  const [, name, digits] = /^(?:(.+):)?(\d+)$/.exec(wanted) ?? [];
  if (digits === undefined) return () => false;
  return ({ layer: { source } }) => {
    if (!source) return false;
    if (name === undefined ? source.file !== analysis.uri : positions.nameOf(source.file) !== name) return false;
    const { start, end } = positions.of(source);
    return start.line <= Number(digits) - 1 && Number(digits) - 1 <= end.line;
  };
}

function noLayer({ name }: AnalysedFile, layers: readonly FoundLayer[], wanted: string): string {
  const labels = [...new Set(layers.map(({ layer }) => layer.label))];
  const nearest = nearestSpelling(wanted, labels);
  if (nearest !== undefined) return `${name} has no layer ${wanted}; did you mean ${nearest}?`;
  const shown = labels.slice(0, mostNames).join(', ');
  return `${name} has no layer ${wanted}; it has ${shown}${labels.length > mostNames ? ', …' : ''}`;
}

const mostNames = 20;
