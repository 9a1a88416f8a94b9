import * as l10n from '@vscode/l10n';
import { inferLayer } from '../../../../../core/graph/infer.ts';
import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import { joinTensors } from '../../flow/join.ts';
import { withRest } from '../../flow/lists.ts';
import { mayRunAnytime, noteEscape } from '../../flow/mutations.ts';
import { isTree } from '../../values/extent.ts';
import { knownShapes } from '../../values/known-shapes.ts';
import { placeOf, touch, UNITS } from '../../values/machine.ts';
import type { Unknown } from '../../values/unknown.ts';
import { unknownLayer } from '../../values/unknown-layer.ts';
import type { CallSite, LayerValue, NodeValue, TensorValue, Value } from '../../values/values.ts';
import { array, isKind, unknown } from '../../values/values.ts';
import { customShapes } from './custom-shapes.ts';
import { buildCustom } from './custom-weights.ts';
import { toGraph } from './graph.ts';
import { toLayer } from './layers.ts';

/** `layer.apply(tensor)` or `layer.apply([tensor, …])`: one tensor, or a list when the layer has several outputs. */
export function applyLayer(layer: LayerValue, input: Value, site: CallSite): Value {
  const isSmall = !isKind(input, 'array') || isTree(input, site.scope.frame.run);
  const given = isSmall ? input : unknown(l10n.t('a very long list of tensors'));
  const outputs = applyTo(layer, toTensors(given), site);
  const [only] = outputs;
  return outputs.length === 1 ? only : array([...outputs]);
}

/** Adds an application to a layer and infers what comes out. */
export function applyTo(layer: LayerValue, inputs: readonly TensorValue[], site: CallSite): readonly TensorValue[] {
  const { run } = site.scope.frame;
  if (layer.alternatives) {
    const { fork, ways } = layer.alternatives;
    const outputs = ways.flatMap((one) => applyTo(one, inputs, site).slice(0, 1));
    return [outputs.reduce((joined, output, taken) => joinTensors({ run, fork, taken, why: '' }, joined, output))];
  }
  run.applications += 1;
  run.work.spend(UNITS.application + inputs.length * UNITS.object);
  touch(run, layer);
  if (layer.source && !layer.source.applied) {
    layer.source = { ...layer.source, applied: placeOf(site.node, site.scope) };
  }
  const shapes = outputShapes(layer, inputs, site);
  const known = layer.instance
    ? knownShapes(
        inputs.map((input) => input.shape),
        shapes,
      )
    : {};
  const node: NodeValue = { layer, inputs, outputs: [], ...known };
  node.outputs = shapes.map(
    (shape, output): TensorValue => ({ kind: 'tensor', node, output, shape, alternatives: null }),
  );
  layer.nodes.push(node);
  return node.outputs;
}

function outputShapes(layer: LayerValue, inputs: readonly TensorValue[], site: CallSite): readonly Shape[] {
  const shapes = inputs.map((input) => input.shape);
  buildCustom(layer, shapes, site);
  const own = customShapes(layer, shapes, site);
  if (own) return own;
  const graph = layer.model ? toGraph(layer, site.scope.frame.run.work) : null;
  const { outputs } = inferLayer(toLayer(layer, layer.label, graph), shapes);
  return outputs.length > 0 ? outputs : [[]];
}

/** The tensors that a value stands for. An unknown value is the output of an unknown layer. */
export function toTensors(value: Value): TensorValue[] {
  if (isKind(value, 'tensor')) return [value];
  if (isKind(value, 'array')) return withRest(value).flatMap(toTensors);
  if (isKind(value, 'unknown')) return [placeholder(value)];
  return [placeholder(unknown(l10n.t('not a symbolic tensor')))];
}

const placeholders = new WeakMap<Unknown, TensorValue>();

/** The same unknown value is the same tensor wherever it is used. */
function placeholder(value: Unknown): TensorValue {
  const known = placeholders.get(value);
  if (known) return known;
  const layer = unknownLayer(value.symbol ?? 'Unknown', value.why, null);
  const node: NodeValue = { layer, inputs: [], outputs: [] };
  const tensor: TensorValue = { kind: 'tensor', node, output: 0, shape: [], alternatives: null };
  node.outputs = [tensor];
  layer.nodes.push(node);
  placeholders.set(value, tensor);
  return tensor;
}

/** Calls something unknown: with tensors, it makes a tensor that depends on them. */
export function applyUnknown(callee: Unknown, args: readonly Value[], site: CallSite): Value {
  for (const arg of args) mayRunAnytime(arg, site);
  noteEscape(args, site.scope.frame.run);
  site.scope.frame.run.mayThrow += 1;
  const [input] = args;
  const isTensor =
    isKind(input, 'tensor') || (isKind(input, 'array') && input.elements.some((e) => isKind(e, 'tensor')));
  // Two calls need not give the same, so that their results have no name in common.
  if (!isTensor) return unknown(callee.why);
  const layer = unknownLayer(callee.symbol ?? 'Unknown', callee.why, null);
  return applyLayer(layer, input, site);
}
