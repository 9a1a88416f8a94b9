import * as l10n from '@vscode/l10n';
import { iterate } from '../../flow/iteration.ts';
import { withRest } from '../../flow/lists.ts';
import { getMember, placeOf, touch } from '../../values/machine.ts';
import { unknownLayer } from '../../values/unknown-layer.ts';
import type { CallSite, LayerValue, ModelState, Run, TensorValue, Value } from '../../values/values.ts';
import { isKind, now, unknown } from '../../values/values.ts';
import { applyTo, toTensors } from './apply.ts';
import { implicitInput } from './implicit-input.ts';
import { addInputNode, count } from './layers.ts';
import { newModelState } from './model-state.ts';
import { generatedModelName } from './names.ts';
import { layerSource } from './source.ts';

/** `sequential({layers, name})`. */
export function createSequential(config: Value, site: CallSite): LayerValue {
  const model = createModelLayer('sequential', 'Sequential', config, site);
  const layers = isKind(config, 'object') ? config.properties.get('layers')?.value : undefined;
  if (layers === undefined || layers === null) return model;
  const listed = isKind(layers, 'array') ? withRest(layers) : iterate(layers, site.scope);
  for (const layer of listed ?? [layers]) addLayer(model, layer, site);
  if (isKind(layers, 'array') && layers.open) markIncomplete(model, site.scope.frame.run);
  return model;
}

/** `model({inputs, outputs, name})`. */
export function createFunctional(config: Value, site: CallSite): LayerValue {
  const inputs = toTensors(getMember(config, 'inputs', site));
  const outputs = toTensors(getMember(config, 'outputs', site));
  site.scope.frame.run.work.spend((inputs.length + outputs.length) * unitsPerEnd);
  const layer = createModelLayer('functional', 'Model', config, site);
  const { model } = layer;
  if (!model) return layer;
  model.inputs = inputs;
  model.outputs = outputs;
  return layer;
}

/** Each model keeps a list of its own. */
const unitsPerEnd = 4;

function createModelLayer(
  kind: ModelState['kind'],
  className: string,
  config: Value,
  site: CallSite,
): LayerValue & { model: ModelState } {
  const { run } = site.scope.frame;
  const name = isKind(config, 'object') ? config.properties.get('name')?.value : undefined;
  const configName = typeof name === 'string' ? name : null;
  const complete = !isKind(config, 'unknown');
  const { assumed } = run;
  const state = newModelState(kind, placeOf(site.node, site.scope), { complete, configName, assumed });
  const layer = {
    kind: 'layer' as const,
    description: {
      name: configName,
      className,
      operator: 'model' as const,
      attributes: {},
      facts: [],
      instance: count(site),
    },
    label: configName ?? generatedModelName(run, kind),
    source: layerSource(site, config),
    trainable: true,
    hasFrozenWeights: false,
    nodes: [],
    batchInputShape: null,
    config: null,
    model: state,
    instance: null,
    born: now(),
  };
  run.models.push(layer);
  return layer;
}

/** `model.add(layer)`. What is no layer is an unknown one. */
export function addLayer(target: LayerValue, value: Value, site: CallSite): void {
  touch(site.scope.frame.run, target);
  const { model } = target;
  if (!model) return;
  const layer = toLayerValue(value);
  // TensorFlow.js builds the model anew, and asks for another `compile`.
  model.compiled = false;
  const [output] = model.outputs;
  if (output) model.outputs = applyTo(layer, [output], site).slice(0, 1);
  else startWith(layer, model, site);
  model.layers.push(...(layer.alternatives?.ways ?? [layer]));
}

function toLayerValue(value: Value): LayerValue {
  if (isKind(value, 'layer')) return value;
  if (isKind(value, 'object') && value.layer) return value.layer;
  if (isKind(value, 'unknown')) return unknownLayer(value.symbol ?? 'Unknown', value.why, null);
  return unknownLayer('Unknown', l10n.t('something that is no layer'), null);
}

/** The first layer brings the model's input along: its own, the nested model's, or one made for its `inputShape`. */
function startWith(layer: LayerValue, model: ModelState, site: CallSite): void {
  if (layer.model) {
    model.inputs = layer.model.inputs;
    model.outputs = layer.model.outputs.slice(0, 1);
    return;
  }
  const [applied] = layer.nodes;
  if (applied) {
    model.outputs = applied.outputs.slice(0, 1);
    model.inputs = sources(model.outputs);
    return;
  }
  if (layer.batchInputShape === null && layer.description.operator !== 'unknown') {
    const place = layer.source ? { file: layer.source.file, range: layer.source.name } : null;
    model.facts.push({ kind: 'missing-input-shape', layer: layer.label, place });
  }
  const input = addInputNode(implicitInput(layer), layer.batchInputShape ?? []);
  model.inputs = [input];
  model.outputs = applyTo(layer, [input], site).slice(0, 1);
}

/** The inputs that a tensor was computed from. */
function sources(tensors: readonly TensorValue[]): TensorValue[] {
  const seen = new Set<TensorValue>();
  const found: TensorValue[] = [];
  const stack = [...tensors];
  for (let tensor = stack.pop(); tensor; tensor = stack.pop()) {
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    if (tensor.node.inputs.length === 0) found.push(tensor);
    stack.push(...tensor.node.inputs);
  }
  return found;
}

/** `model.pop()`. */
export function popLayer(target: LayerValue, site: CallSite): Value {
  touch(site.scope.frame.run, target);
  const { model } = target;
  const removed = model?.layers.pop();
  if (!model || !removed) return unknown(l10n.t('there is no layer to take away'));
  const last = model.layers.at(-1);
  model.outputs = last?.nodes.at(-1)?.outputs.slice(0, 1) ?? [];
  return removed;
}

function markIncomplete(layer: LayerValue, run: Run): void {
  touch(run, layer);
  if (layer.model) layer.model.complete = false;
}
