import * as l10n from '@vscode/l10n';
import type { Layer } from '../../../../../core/graph/node.ts';
import { Stopped } from '../../../../../core/graph/work.ts';
import type { AttributeValue, Fact, Shape } from '../../../../../core/vocabulary/operator.ts';
import { findClass, findFactory, isOnlyInKeras, type LayerSpelling, meantFactory, readLayer } from '../../../layers.ts';
import { UNITS } from '../../values/machine.ts';
import { unknownLayer } from '../../values/unknown-layer.ts';
import type { CallSite, LayerValue, NodeValue, Run, TensorValue, Value } from '../../values/values.ts';
import { isKind, now } from '../../values/values.ts';
import { isOpenConfig, openAxesOf, readArguments } from './arguments.ts';
import { customWeights } from './custom-weights.ts';
import { generatedName } from './names.ts';
import { isReadByProgram } from './own-keys.ts';
import { layerSource } from './source.ts';

/** `layers.conv2d(config)`; a factory that TensorFlow.js does not have, or whose name is null, makes an unknown layer. */
export function createLayer(factory: string | null, config: Value, site: CallSite): LayerValue {
  const spelling = factory === null ? null : findFactory(factory);
  if (spelling) return createFrom(spelling, config, site);
  const layer = createUnknown(factory ?? 'layer', l10n.t('the kind of layer is not known'), config, site);
  const facts = factory === null ? [] : unknownFactory(factory);
  return remember({ ...layer, description: { ...layer.description, facts } }, site);
}

/** A name is accused when it is near to another, or Keras's: any other may be the program's own. */
function unknownFactory(factory: string): readonly Fact[] {
  const meant = meantFactory(factory);
  return meant === null && !isOnlyInKeras(factory) ? [] : [{ kind: 'unknown-factory', factory, meant }];
}

/** `new Conv2D(config)`; null when TF.js has no such class. */
export function createLayerOfClass(className: string, config: Value, site: CallSite): LayerValue | null {
  const spelling = findClass(className);
  return spelling ? createFrom(spelling, config, site) : null;
}

export function createUnknown(className: string, why: string, config: Value, site: CallSite): LayerValue {
  count(site);
  const layer = unknownLayer(className, why, layerSource(site, config));
  return { ...layer, config: isKind(config, 'object') ? config : null };
}

/** A layer of one spelling. `generate` names it when its author does not. */
export function createFrom(
  spelling: LayerSpelling,
  config: Value,
  site: CallSite,
  generate: (run: Run, className: string) => string = generatedName,
): LayerValue {
  const { run } = site.scope.frame;
  const raw = readArguments(config, spelling, run);
  // They are written anew to find layers of the same arguments, and for whatever a name is a part of.
  for (const value of Object.values(raw)) run.work.spend(isLong(value) ? value.length : 1);
  const read = readLayer(spelling, raw, 'javascript');
  const name = read.name === '' ? null : read.name;
  const isNameUnknown = raw.name === null || (isOpenConfig(config) && raw.name === undefined);
  const isInput = read.operator === 'inputLayer';
  const description: LayerValue['description'] = {
    name,
    className: read.className,
    operator: read.operator,
    attributes: read.attributes,
    facts: factsOf(spelling, config, read.facts, site),
    ...(read.initialisers ? { initialisers: read.initialisers } : {}),
    instance: count(site),
    ...(isInput && read.inputShape ? { inputShape: read.inputShape } : {}),
    ...openAxesOf(config, spelling),
    // ConvLens's own layers are not built by the runtime.
    ...(!isInput && !spelling.isNative && read.inputShape ? { claimedInput: read.inputShape } : {}),
  };
  const layer: LayerValue = {
    kind: 'layer',
    description,
    label: name ?? (isNameUnknown ? read.className.toLowerCase() : generate(run, read.className)),
    source: layerSource(site, config),
    trainable: read.trainable,
    hasFrozenWeights: false,
    nodes: [],
    batchInputShape: read.inputShape ?? (isOpenConfig(config) ? [] : null),
    config: isKind(config, 'object') ? snapshot(config) : null,
    model: null,
    instance: null,
    born: now(),
  };
  if (isInput) addInputNode(layer, read.inputShape ?? []);
  return remember(layer, site);
}

function isLong(value: AttributeValue | undefined): value is string | readonly AttributeValue[] {
  return typeof value === 'string' || Array.isArray(value);
}

function factsOf({ row }: LayerSpelling, config: Value, found: readonly Fact[], site: CallSite): readonly Fact[] {
  const isOwn = (fact: Fact) =>
    fact.kind === 'ignored-argument' && isKind(config, 'object') && isReadByProgram(config, fact.attribute, site);
  const facts = found.filter((fact) => !isOwn(fact));
  if (config === undefined && row?.needsConfig) return [...facts, { kind: 'missing-config' }];
  return isOpenConfig(config) ? facts.filter(({ kind }) => kind !== 'missing-argument') : facts;
}

/** Layers are known also when no model takes them up. */
export function remember(layer: LayerValue, { scope }: CallSite): LayerValue {
  const { run, function: maker } = scope.frame;
  run.layers.push({ layer, maker: maker?.name || null });
  return layer;
}

export function addInputNode(layer: LayerValue, shape: Shape): TensorValue {
  const node: NodeValue = { layer, inputs: [], outputs: [] };
  const tensor: TensorValue = { kind: 'tensor', node, output: 0, shape, alternatives: null };
  node.outputs = [tensor];
  layer.nodes.push(node);
  return tensor;
}

/** A config may be changed and passed again; the layer keeps what it was given. */
function snapshot<T extends Extract<Value, { readonly kind: 'object' }>>(config: T): T {
  return { ...config, properties: new Map(config.properties) };
}

/** How often this call has made a layer before; stops the analysis when there are too many layers. */
export function count({ node, scope }: CallSite): number {
  const { run } = scope.frame;
  run.layerCount += 1;
  run.work.spend(UNITS.layer);
  if (run.layerCount > run.budget.layers) throw new Stopped('layers');
  const before = run.instances.get(node) ?? 0;
  run.instances.set(node, before + 1);
  return before;
}

/** The layer as a graph stores it; `label` and `model` are the caller's. */
export function toLayer(layer: LayerValue, label: string, model: Layer['model']): Layer {
  const described = {
    ...layer.description,
    label,
    model,
    trainable: layer.trainable && !layer.hasFrozenWeights,
    source: layer.source,
  };
  if (!layer.custom) return described;
  const weights = customWeights(layer);
  const operator = layer.nodes.some((node) => node.known) ? 'opaque' : described.operator;
  return { ...described, operator, ...(weights ? { weights } : {}) };
}
