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
  let made: Made | null = null;
  const builds = (layer: Layer, attribute: string, value: AttributeValue) => {
    const key = `${madeAt(layer)} ${attribute} ${JSON.stringify(value)}`;
    const known = tried.get(key);
    if (known !== undefined) return known;
    made ??= whatIsMade(model);
    const answer = leavesItWhole(model, made.get(madeAt(layer)) ?? [], { [attribute]: value }, work) && !work.isSpent;
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

/** By the text that makes them, the layers that change together, each with the nodes that apply it. */
type Made = ReadonlyMap<string, MadeLayers>;

type MadeLayers = readonly { readonly layer: number; readonly nodes: readonly number[] }[];

function whatIsMade({ graph: { layers, nodes } }: GraphAnalysis): Made {
  const applied = layers.map((): number[] => []);
  nodes.forEach(({ layer }, node) => void applied[layer]!.push(node));
  const made = new Map<string, { layer: number; nodes: readonly number[] }[]>();
  layers.forEach((each, layer) => {
    const place = madeAt(each);
    const known = made.get(place);
    const one = { layer, nodes: applied[layer]! };
    if (known) known.push(one);
    else made.set(place, [one]);
  });
  return made;
}

function madeAt({ source, label }: Layer): string {
  return source ? `${source.range.start} ${source.range.end} ${source.file}` : `without a text: ${label}`;
}

type Change = Readonly<Record<string, AttributeValue>>;

/** Whether no application is wrong that was not so before. A text that makes several layers changes all of them. */
function leavesItWhole(model: GraphAnalysis, made: MadeLayers, change: Change, work: Work): boolean {
  const { layers, nodes } = model.graph;
  const applications = made.reduce((sum, each) => sum + each.nodes.length, made.length);
  if (!work.allows(applications * unitsPerChange)) return false;
  const changed = new Map(made.map(({ layer }) => [layer, withChange(layers[layer]!, change)]));
  const isSame = made.every((each) =>
    each.nodes.every((node) => {
      const { inputs, outputs, facts } = model.nodes[node]!;
      const next = inferLayer(changed.get(each.layer)!, inputs);
      return (
        next.facts.filter(isFault).length <= facts.filter(isFault).length && haveEqualShapes(next.outputs, outputs)
      );
    }),
  );
  if (isSame) return true;
  if (!work.allows(layers.length + nodes.length * unitsPerNode)) return false;
  const trial = analyseGraph({ ...model.graph, layers: layers.map((each, at) => changed.get(at) ?? each) }, { work });
  return trial.nodes.every(({ facts }, node) => !facts.some(isFault) || model.nodes[node]!.facts.some(isFault));
}

/** What changing a layer takes, and comparing what it then makes with what it made before. */
const unitsPerChange = 250;

/** What looking for faults in an application takes. */
const unitsPerNode = 10;

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
