import * as l10n from '@vscode/l10n';
import { mayRunAnytime } from '../../flow/mutations.ts';
import { getMember, touch } from '../../values/machine.ts';
import type { CallSite, LayerValue, NodeValue, TensorValue, Value } from '../../values/values.ts';
import { array, isKind, native, object, unknown } from '../../values/values.ts';
import { applyLayer, toTensors } from './apply.ts';
import { countedParams } from './count-params.ts';
import { shapeValue } from './custom-shapes.ts';
import { addCustomWeight } from './custom-weights.ts';
import { functionalLayers } from './graph.ts';
import { compileModel, dataMethod } from './model-calls.ts';
import { addLayer, popLayer } from './models.ts';

/** A property or method of a layer or model. What is not about structure is unknown. */
export function layerMember(layer: LayerValue, name: string): Value {
  switch (name) {
    case 'name':
      return layer.label;
    case 'trainable':
      return layer.trainable;
    case 'apply':
      return native('apply', ([input, options], at) => applyLayer(layer, withStates(input, options, at), at));
    case 'output':
      return single(outputsOf(layer));
    case 'input':
      return single(inputsOf(layer));
    case 'outputs':
      return array([...outputsOf(layer)]);
    case 'inputs':
      return array([...inputsOf(layer)]);
    case 'outputShape':
      return shapes(outputsOf(layer));
    case 'inputShape':
      return shapes(inputsOf(layer));
    case 'batchInputShape':
      return layer.batchInputShape ? shapeValue(layer.batchInputShape) : undefined;
    case 'getOutputAt':
      return native(name, ([at]) => single(nodeAt(layer, at)?.outputs ?? []));
    case 'getInputAt':
      return native(name, ([at]) => single(nodeAt(layer, at)?.inputs ?? []));
    case 'getClassName':
      return native(name, () => layer.description.className);
    case 'countParams':
      return native(name, (_, { scope }) => countedParams(layer, scope.frame.run));
    case 'getConfig':
      return native(name, () => configOf(layer));
    default:
      return layer.model ? modelMember(layer, name) : layerDetail(layer, name);
  }
}

function modelMember(layer: LayerValue, name: string): Value {
  switch (name) {
    case 'add':
      return native('add', ([added], at) => {
        addLayer(layer, added, at);
        return undefined;
      });
    case 'pop':
      return native('pop', (_, at) => popLayer(layer, at));
    case 'layers':
      return array(layersOf(layer));
    case 'getLayer':
      return native('getLayer', ([key, index]) => findLayer(layer, key ?? index));
    case 'compile':
      return native(name, (args, at) => compileModel(layer, args, at));
    case 'dispose':
      return native(name, (_, at) => disposeOf(layer, at));
    case 'summary':
    case 'build':
    case 'setWeights':
      return native(name, () => undefined);
    default:
      return (
        dataMethod(layer, name) ??
        (running.has(name) ? runningMethod(name) : unknown(l10n.t('{0} of a model is only known when it runs', name)))
      );
  }
}

/** What a model does once it is there. */
const running = new Set([
  ...['save', 'getWeights', 'loadWeights', 'toJSON', 'setUserDefinedMetadata', 'getUserDefinedMetadata'],
]);

function disposeOf(layer: LayerValue, { scope }: CallSite): Value {
  touch(scope.frame.run, layer);
  if (layer.model) layer.model.isDisposed = true;
  return undefined;
}

function runningMethod(name: string): Value {
  return native(name, (args, site) => {
    for (const arg of args) mayRunAnytime(arg, site);
    return unknown(l10n.t('the result of {0}', name));
  });
}

/** `layer.units` and its kin: constructor arguments that TF.js keeps as properties. */
function layerDetail(layer: LayerValue, name: string): Value {
  const argument = layer.config?.properties.get(name)?.value;
  if (argument !== undefined)
    return isKeptAsWritten(name, argument) ? argument : unknown(l10n.t('{0} as the layer keeps it', name));
  if (name === 'addWeight') {
    return native(name, (args, site) => {
      addCustomWeight(layer, args, site);
      return unknown(l10n.t('a weight'));
    });
  }
  if (['dispose', 'setWeights', 'build'].includes(name)) return native(name, () => undefined);
  return unknown(l10n.t('{0} of a layer is only known when it runs', name));
}

/** Sizes along axes become lists, and names of functions become functions. */
function isKeptAsWritten(name: string, value: Value): boolean {
  return (
    !/activation|initializer|regularizer|constraint|^(padding|cropping|layer|cell)$/i.test(name) &&
    (!/^(kernelSize|poolSize|strides|dilationRate|size)$/.test(name) || isKind(value, 'array'))
  );
}

/** `apply(x, {initialState: [h, c]})`: states that come out of another layer are inputs as well. */
function withStates(input: Value, options: Value, site: CallSite): Value {
  const states = isKind(options, 'object') ? getMember(options, 'initialState', site) : undefined;
  if (states === undefined || states === null) return input;
  return array([...toTensors(input), ...toTensors(states)]);
}

/**
 * Assigns to a property of a layer. A model's `trainable` is the model's own and reaches the weights of the layers that it
 * lists; a model among them has none of its own, so that the layers in that one keep theirs.
 */
export function setLayerMember(layer: LayerValue, name: string, value: Value, site: CallSite): void {
  if (name !== 'trainable' || typeof value !== 'boolean') return;
  const { run } = site.scope.frame;
  touch(run, layer);
  layer.trainable = value;
  for (const owner of layer.model ? layersOf(layer) : [layer]) {
    touch(run, owner);
    owner.hasFrozenWeights = !value;
  }
}

export function tensorMember(tensor: TensorValue, name: string): Value {
  switch (name) {
    case 'shape':
      return shapeValue(tensor.shape);
    case 'rank':
      return tensor.shape.length > 0 ? tensor.shape.length : unknown(l10n.t('the shape is not known'));
    case 'name':
    case 'originalName':
      return tensor.node.layer.label;
    case 'sourceLayer':
      return tensor.node.layer;
    default:
      return unknown(l10n.t('{0} of a tensor is only known when it runs', name));
  }
}

/** A model's layers as `model.layers` lists them. */
export function layersOf(layer: LayerValue): LayerValue[] {
  const { model } = layer;
  if (!model) return [];
  return model.kind === 'sequential' ? model.layers.slice() : functionalLayers(model);
}

function findLayer(layer: LayerValue, key: Value): Value {
  const layers = layersOf(layer);
  if (typeof key === 'number') return layers.at(key) ?? unknown(l10n.t('the model has no such layer'));
  if (typeof key !== 'string') return unknown(l10n.t('a layer whose name is not known'));
  return layers.find((candidate) => candidate.label === key) ?? unknown(l10n.t("the model has no layer '{0}'", key));
}

function outputsOf(layer: LayerValue): readonly TensorValue[] {
  return layer.model ? layer.model.outputs : (layer.nodes[0]?.outputs ?? []);
}

function inputsOf(layer: LayerValue): readonly TensorValue[] {
  if (layer.model) return layer.model.inputs;
  const [node] = layer.nodes;
  return node && layer.description.operator === 'inputLayer' ? node.outputs : (node?.inputs ?? []);
}

function nodeAt(layer: LayerValue, at: Value): NodeValue | undefined {
  return typeof at === 'number' ? layer.nodes[at] : undefined;
}

function single(tensors: readonly TensorValue[]): Value {
  const [only] = tensors;
  if (!only) return unknown(l10n.t('the layer has not been applied'));
  return tensors.length === 1 ? only : array([...tensors]);
}

function shapes(tensors: readonly TensorValue[]): Value {
  const [only] = tensors;
  if (!only) return unknown(l10n.t('the layer has not been applied'));
  return tensors.length === 1 ? shapeValue(only.shape) : array(tensors.map((tensor) => shapeValue(tensor.shape)));
}

function configOf(layer: LayerValue): Value {
  const config = object();
  for (const [key, slot] of layer.config?.properties ?? []) config.properties.set(key, slot);
  config.properties.set('name', { value: layer.label, source: null });
  config.open = unknown(l10n.t('defaults that the runtime fills in'));
  return config;
}
