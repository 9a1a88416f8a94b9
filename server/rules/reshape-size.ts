import * as l10n from '@vscode/l10n';
import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph, Layer } from '../../core/graph/node.ts';
import { formatExact } from '../../core/graph/print.ts';
import { isKnown, namesIn, printShape, product, symbol } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';
import { isForTensorFlow } from '../frontends/origin.ts';
import { findFacts, layerOf, placeOf, producedBy } from './support/facts.ts';
import { anySize, needOf } from './support/open-sizes.ts';
import type { Finding, Fix, Rule, RuleContext } from './support/rule.ts';

export const reshapeSize: Rule = {
  id: 'reshape-size',
  severity: 'error',
  title: 'Reshape that changes the number of elements',
  docs: {
    what: 'A `reshape` whose target has another number of elements than its input, or whose -1 is still open when a later layer needs the size.',
    why: 'Reshaping only names the same elements differently; TensorFlow.js throws when the layer is applied. It works a -1 out only when the model runs, so that dense, convolutional, recurrent, normalising and flattening layers behind it cannot be built.',
    fix: 'Correct one size of the target, and write the size that follows from the others instead of -1.',
    bad: 'tf.sequential({\n  layers: [tf.layers.reshape({ inputShape: [784], targetShape: [28, 28, 3] })],\n});',
    good: 'tf.sequential({\n  layers: [tf.layers.reshape({ inputShape: [784], targetShape: [28, 28, 1] })],\n});',
  },
  *check(model, context) {
    for (const { fact, layer, node } of findFacts(model, 'reshape-size')) {
      const place = placeOf(layer, 'targetShape', 'dims');
      const have = product(fact.from.slice(1));
      if (!place || !isKnown(have)) continue;
      const wanted = fact.to.slice(fact.to.length > 0 && fact.to[0] === null ? 1 : 0);
      const count = product(wanted);
      yield {
        rule: reshapeSize.id,
        message: isKnown(count)
          ? l10n.t(
              'The target {0} asks for {1} elements, but the input {2} has {3}.',
              printShape(wanted),
              formatExact(count),
              printShape(fact.from),
              formatExact(have),
            )
          : l10n.t(
              'The target {0} asks for a number of elements that does not divide them, but the input {1} has {2}.',
              printShape(wanted),
              printShape(fact.from),
              formatExact(have),
            ),
        place,
        related: producedBy(model, node, 0, (maker) =>
          l10n.t('The input is {0} because of {1}.', printShape(fact.from), maker.label),
        ),
        fixes: fittingSizes(layer, wanted, have, context),
      };
    }
    yield* openReshapes(model, context);
  },
};

/**
 * Targets that fit when one size is changed, the last first: channels are what people miscount. Where none does, the
 * square image with the same channels.
 */
function fittingSizes(layer: Layer, target: Shape, elements: number, context: RuleContext): Fix[] {
  const fixes: Fix[] = [];
  if (target.length > mostAxes) return fixes;
  for (let axis = target.length - 1; axis >= 0; axis--) {
    const others = product(target.filter((_, i) => i !== axis));
    if (!isKnown(others) || others <= 0 || elements % others !== 0) continue;
    const shape = target.map((size, i) => (i === axis ? elements / others : size));
    const edits = context.edits.set(layer, 'targetShape', shape);
    if (edits) fixes.push({ title: l10n.t('Use targetShape: [{0}]', shape.join(', ')), edits, safe: false });
  }
  const channels = target.at(-1) ?? null;
  const side = isKnown(channels) && target.length === 3 ? Math.sqrt(elements / channels) : Number.NaN;
  if (fixes.length === 0 && Number.isInteger(side)) {
    const shape = [side, side, channels];
    const edits = context.edits.set(layer, 'targetShape', shape);
    if (edits) fixes.push({ title: l10n.t('Use targetShape: [{0}]', shape.join(', ')), edits, safe: false });
  }
  return fixes;
}

/** Each axis is tried with the product of all others. A tensor of TensorFlow.js has at most six axes. */
const mostAxes = 8;

/**
 * TensorFlow.js works a −1 of `targetShape` out when the model runs, not when it is built: until then the size is open,
 * and layers that make weights by it, or that flatten it, throw.
 */
function* openReshapes(model: GraphAnalysis, context: RuleContext): Generator<Finding> {
  for (const [node, stuck] of stuckBehind(model)) {
    const layer = layerOf(model, node);
    const place = placeOf(layer, 'targetShape');
    if (place === null) continue;
    const shape = model.nodes[node]!.outputs[0]?.slice(1) ?? [];
    const edits = shape.every(isKnown) ? context.edits.set(layer, 'targetShape', shape) : null;
    const at = placeOf(stuck);
    yield {
      rule: reshapeSize.id,
      message: l10n.t(
        'TensorFlow.js leaves the -1 open until the model runs, and {0} needs that size to be built: it throws.',
        stuck.label,
      ),
      place,
      related: at ? [{ message: l10n.t('{0} needs it here.', stuck.className), place: at }] : [],
      fixes: edits ? [{ title: l10n.t('Use targetShape: [{0}]', shape.join(', ')), edits, safe: false }] : [],
    };
  }
}

/** For reshapes whose size is left open the first layer behind that needs it. */
function stuckBehind(model: GraphAnalysis): ReadonlyMap<number, Layer> {
  const stuck = new Map<number, Layer>();
  const open = [...model.graph.nodes.keys()].filter((node) => leavesOpen(model, node));
  if (open.length === 0) return stuck;
  const makers = new Map(open.map((node) => [nameAt(node), node]));
  const built = analyseGraph(withOpenSizes(model.graph, makers));
  const names = Object.fromEntries([...makers.keys()].map((name) => [name, anySize]));
  for (const node of model.graph.nodes.keys()) {
    if (needOf(built, node, { names, nodes: new Set() }) === null) continue;
    const maker = built.nodes[node]!.inputs.flat()
      .flatMap(namesIn)
      .map((name) => makers.get(name))
      .find((at) => at !== undefined);
    if (maker !== undefined && !stuck.has(maker)) stuck.set(maker, layerOf(model, node));
  }
  return stuck;
}

/** A batch of open size is what keeps TensorFlow.js from working the −1 out. */
function leavesOpen(model: GraphAnalysis, node: number): boolean {
  const layer = layerOf(model, node);
  const { className, attributes } = layer;
  const { targetShape } = attributes;
  const isGiven = model.nodes[node]!.inputs[0]?.every(isKnown) ?? false;
  return (
    className === 'Reshape' &&
    isForTensorFlow(layer) &&
    Array.isArray(targetShape) &&
    targetShape.includes(-1) &&
    !isGiven
  );
}

/** The graph as TensorFlow.js builds it: what such a reshape gives has an open size, whatever comes in. */
function withOpenSizes(graph: Graph, makers: ReadonlyMap<string, number>): Graph {
  const nodes = [...graph.nodes];
  const layers = [...graph.layers];
  for (const [name, node] of makers) {
    const at = nodes[node]!.layer;
    const { targetShape } = graph.layers[at]!.attributes;
    const sizes = (targetShape as Shape).map((size) => (size === -1 ? symbol(name) : size));
    nodes[node] = { ...nodes[node]!, inputs: [] };
    layers[at] = { ...graph.layers[at]!, operator: 'inputLayer', attributes: {}, inputShape: [null, ...sizes] };
  }
  return { ...graph, layers, nodes };
}

/** A name that no size of a program has. */
function nameAt(node: number): string {
  return `-1 at ${node}`;
}
