import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { inferLayer, operatorOf } from '../../../core/graph/infer.ts';
import type { Layer } from '../../../core/graph/node.ts';
import type { Work } from '../../../core/graph/work.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import { printShape } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue, Fact } from '../../../core/vocabulary/operator.ts';
import type { LayerEdits } from '../../frontends/edits/edit.ts';
import { argumentOf } from '../../frontends/written-spelling.ts';

/**
 * The edits of a model's layers, without those behind which it could not be built: each is tried on the model first.
 * What mends one layer may leave too little for another one behind it. What cannot be tried before `work` is spent is
 * not offered.
 */
export function provenEdits(edits: LayerEdits, model: GraphAnalysis, work: Work): LayerEdits {
  const tried = new Map<string, boolean>();
  const builds = (layer: Layer, attribute: string, value: AttributeValue) => {
    const key = `${madeAt(model, layer)} ${attribute} ${JSON.stringify(value)}`;
    const known = tried.get(key);
    if (known !== undefined) return known;
    const answer = leavesItWhole(model, layer, { [attribute]: value }, work) && !work.isSpent;
    tried.set(key, answer);
    return answer;
  };
  return {
    ...edits,
    set: (layer, attribute, value) => (builds(layer, attribute, value) ? edits.set(layer, attribute, value) : null),
    insert: (layer, attribute, value) =>
      builds(layer, attribute, value) ? edits.insert(layer, attribute, value) : null,
  };
}

/** Layers that one text makes change together. */
function madeAt({ graph }: GraphAnalysis, layer: Layer): string {
  const { source } = layer;
  return source ? `${source.file} ${source.range.start} ${source.range.end}` : `${graph.layers.indexOf(layer)}`;
}

type Change = Readonly<Record<string, AttributeValue>>;

/** Whether no application is wrong that was not so before. A text that makes several layers changes all of them. */
function leavesItWhole(model: GraphAnalysis, layer: Layer, change: Change, work: Work): boolean {
  const alike = model.graph.layers.filter((other) => isMadeAlike(other, layer));
  if (!work.allows(model.graph.layers.length + model.nodes.length + alike.length * unitsPerChange)) return false;
  const changed = new Map(alike.map((other) => [other, withChange(other, change)]));
  const layers = model.graph.layers.map((other) => changed.get(other) ?? other);
  const isSame = model.nodes.every(({ inputs, outputs, facts }, node) => {
    const at = model.graph.nodes[node]!.layer;
    if (layers[at] === model.graph.layers[at]) return true;
    const next = inferLayer(layers[at]!, inputs);
    return next.facts.filter(isFault).length <= facts.filter(isFault).length && haveEqualShapes(next.outputs, outputs);
  });
  if (isSame) return true;
  const trial = analyseGraph({ ...model.graph, layers }, { work });
  return trial.nodes.every(({ facts }, node) => !facts.some(isFault) || model.nodes[node]!.facts.some(isFault));
}

/** What changing a layer takes, and comparing what it then makes with what it made before. */
const unitsPerChange = 250;

function isMadeAlike({ source: a }: Layer, { source: b }: Layer): boolean {
  return (
    a !== null && b !== null && a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end
  );
}

function haveEqualShapes(a: GraphAnalysis['nodes'][number]['outputs'], b: typeof a): boolean {
  return a.map(printShape).join() === b.map(printShape).join();
}

/** The layer with another argument. What its operator does not know, such as the shape of the model's input, changes nothing. */
function withChange(layer: Layer, change: Change): Layer {
  const operator = operatorOf(layer);
  if (!operator || Object.keys(change).some((name) => !Object.hasOwn(operator.attributes, name))) return layer;
  const given = Object.entries(layer.attributes).filter(([name]) => {
    const followsAnother = operator.attributes[name]?.defaultFrom !== undefined;
    return !followsAnother || argumentOf(layer, name) !== null;
  });
  const { attributes } = readAttributes(operator, { ...Object.fromEntries(given), ...change });
  return { ...layer, attributes };
}

/** What keeps a model from being built or run. */
function isFault({ kind }: Fact): boolean {
  return faults.has(kind);
}

const faults: ReadonlySet<Fact['kind']> = new Set([
  'groups-divide-channels',
  'empty-output',
  'stride-with-dilation',
  'shape-mismatch',
  'rank-mismatch',
  'input-count',
  'reshape-size',
] as const);
