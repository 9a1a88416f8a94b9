import * as l10n from '@vscode/l10n';
import type { Graph } from '../../../../../core/graph/node.ts';
import { unknownLayer } from '../../values/unknown-layer.ts';
import type { LayerValue, ModelState, NodeValue, Run, TensorValue, Value } from '../../values/values.ts';
import { isKind, isStructured, now } from '../../values/values.ts';
import { toGraph } from './graph.ts';
import { implicitInput } from './implicit-input.ts';
import { toLayer } from './layers.ts';
import { newModelState } from './model-state.ts';
import { firstWay, onWay } from './ways.ts';
import { wrappedLayers } from './wrapped-layers.ts';

/**
 * The layers of a file that no model holds, as graphs of what hangs together: a model that is still being typed, blocks
 * that are never called, layers that are applied by themselves or wrapped by others. What was not applied at all is one
 * graph without nodes.
 */
export function looseGraphs(uri: string, run: Run): readonly Graph[] {
  const held = heldLayers(run);
  const loose = run.layers.filter(({ layer }) => layer.source?.file === uri && !held.has(layer));
  const wrapped = wrappedLayers(uri, run);
  if (loose.length === 0 && wrapped.length === 0) return [];
  const makers = new Map(loose.map(({ layer, maker }) => [layer, maker]));
  const groups = [...components([...makers.keys()]), ...wrapped.map((layer) => [layer])];
  const graphs = groups.map((layers) => graphOf(layers, makers));
  const single = [...makers.keys()].filter(({ nodes }) => nodes.length === 0);
  return single.length === 0 ? graphs : [...graphs, withoutNodes(single, makers)];
}

type Makers = ReadonlyMap<LayerValue, string | null>;

/** Every layer that some model reaches, on whatever way, and those that others wrap. */
function heldLayers(run: Run): ReadonlySet<LayerValue> {
  const held = new Set<LayerValue>();
  const tensors = new Set<TensorValue>();
  const seen = new Set<Value>();
  for (const { model } of run.models) {
    for (const layer of [...(model?.layers ?? []), ...(model?.inputs ?? []).map(({ node }) => node.layer)])
      held.add(layer);
    for (const tensor of model?.outputs ?? []) tensors.add(tensor);
  }
  // A set grows while it is walked.
  for (const tensor of tensors) {
    held.add(tensor.node.layer);
    for (const other of tensor.node.inputs) tensors.add(other);
    for (const other of tensor.alternatives?.ways ?? []) tensors.add(other);
  }
  for (const { layer } of run.layers) {
    for (const { value } of layer.config?.properties.values() ?? [])
      if (isStructured(value)) holdLayersIn(value, held, seen);
  }
  return held;
}

/** Lists in lists are looked through once, however often they are in each other. */
function holdLayersIn(value: Value, held: Set<LayerValue>, seen: Set<Value>): void {
  if (isKind(value, 'layer')) held.add(value);
  else if (isKind(value, 'object') && value.layer) held.add(value.layer);
  else if (isKind(value, 'array') && !seen.has(value)) {
    seen.add(value);
    for (const element of value.elements) holdLayersIn(element, held, seen);
  }
}

/** Layers that were applied to what another one gave belong together. In the order of their first one. */
function components(layers: readonly LayerValue[]): (readonly LayerValue[])[] {
  const groups = new Map<LayerValue, Set<LayerValue>>();
  for (const layer of layers) if (layer.nodes.length > 0) groups.set(layer, new Set([layer]));
  for (const layer of groups.keys()) {
    for (const input of layer.nodes.flatMap(({ inputs }) => inputs)) {
      const [one, other] = [groups.get(layer)!, groups.get(onWay(input, firstWay).node.layer)];
      if (!other || one === other) continue;
      // The smaller goes into the larger, or a long chain would be moved layer by layer.
      const [small, large] = one.size < other.size ? [one, other] : [other, one];
      for (const each of small) {
        large.add(each);
        groups.set(each, large);
      }
    }
  }
  const members = new Map<ReadonlySet<LayerValue>, LayerValue[]>();
  for (const group of groups.values()) members.set(group, []);
  for (const [layer, group] of groups) members.get(group)?.push(layer);
  return [...members.values()];
}

/** A tensor that is made elsewhere, by another model for instance, comes in by an implicit input. */
function graphOf(layers: readonly LayerValue[], makers: Makers): Graph {
  const inside = new Set(layers);
  const consumed = new Set<TensorValue>();
  const copies = new Map<NodeValue, NodeValue>();
  const inputs: TensorValue[] = [];
  const tensorOf = (original: TensorValue): TensorValue => {
    const tensor = onWay(original, firstWay);
    const { node, output } = tensor;
    const known = copies.get(node) ?? (inside.has(node.layer) ? copy(node) : null);
    if (known) return known.outputs[output] ?? known.outputs[0]!;
    const made = outside(tensor);
    copies.set(node, made.node);
    inputs.push(made);
    return made;
  };
  const copy = (node: NodeValue): NodeValue => {
    const made: NodeValue = { ...node, inputs: node.inputs.map(tensorOf), outputs: [] };
    for (const tensor of made.inputs) consumed.add(tensor);
    made.outputs = node.outputs.map((tensor) => ({ ...tensor, node: made, alternatives: null }));
    copies.set(node, made);
    if (node.inputs.length === 0) inputs.push(...made.outputs);
    return made;
  };
  const nodes = layers.flatMap((layer) => layer.nodes).map((node) => copies.get(node) ?? copy(node));
  const outputs = nodes.flatMap((node) => node.outputs).filter((tensor) => !consumed.has(tensor));
  return {
    ...toGraph(modelOf(layers, makers, { inputs, outputs }), null),
    source: null,
    nameRange: null,
    unfinished: true,
  };
}

function outside({ node, shape }: TensorValue): TensorValue {
  const layer =
    node.layer.description.operator === 'unknown'
      ? unknownLayer(node.layer.description.className, node.layer.description.why ?? '', null)
      : implicitInput({ ...node.layer, batchInputShape: shape });
  const made: NodeValue = { layer, inputs: [], outputs: [] };
  const tensor: TensorValue = { kind: 'tensor', node: made, output: 0, shape, alternatives: null };
  made.outputs = [tensor];
  return tensor;
}

function withoutNodes(layers: readonly LayerValue[], makers: Makers): Graph {
  const graph = toGraph(modelOf(layers, makers, {}), null);
  const listed = layers.map((layer) => toLayer(layer, layer.label, null));
  return { ...graph, layers: listed, source: null, nameRange: null, unfinished: true };
}

/** What stands nowhere as a model. */
const nowhere = { file: '', range: { start: 0, end: 0 } };

function modelOf(layers: readonly LayerValue[], makers: Makers, state: Partial<ModelState>): LayerValue {
  const name = layers.map((layer) => makers.get(layer)).find((maker) => maker != null) ?? 'unfinished';
  return {
    ...unknownLayer('Model', l10n.t('it is not finished'), null),
    label: name,
    model: newModelState('functional', nowhere, { complete: false, configName: name, ...state }),
    born: now(),
  };
}
