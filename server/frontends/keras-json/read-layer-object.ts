import * as l10n from '@vscode/l10n';
import type { ArgumentSource, Graph, Layer, LayerSource } from '../../../core/graph/node.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { type JsonNode, member, members, rangeOf, textOf } from '../json/json-tree.ts';
import { mayReadArguments, type Reading } from '../json/reading.ts';
import { findClass, readLayer } from '../layers.ts';
import { builtShape } from './built-shape.ts';
import { readOperation } from './operation.ts';
import { rawConfig } from './raw-config.ts';

/** A layer and the input shape that its config fixes (null: none; empty: unreadable). */
export interface LayerObject {
  readonly layer: Layer;
  readonly inputShape: Shape | null;
}

/** Reads `{class_name, config, name}`. What can't be read becomes an unknown layer that says why. */
export function readLayerObject(node: JsonNode, label: string, reading: Reading): LayerObject {
  const className = textOf(member(node, 'class_name'));
  const config = member(node, 'config');
  const source = sourceOf(node, reading);
  const name = writtenName(node);
  if (className === null) return unknownLayer(name, label, 'Layer', source, l10n.t('it names no class'));
  const operation = readOperation(node, className);
  if (operation !== null) {
    const { why: _, ...blank } = unknownLayer(name, label, className, source, '').layer;
    return { layer: { ...blank, ...operation }, inputShape: null };
  }
  const spelling = findClass(className, reading.runtime);
  if (spelling === null) {
    const isForKeras = reading.runtime === 'keras';
    const why = isForKeras
      ? l10n.t('no operator describes {0}', className)
      : l10n.t('{0} is not a layer of TensorFlow.js', className);
    const unknown = unknownLayer(name, label, className, source, why);
    if (isForKeras) return unknown;
    return { ...unknown, layer: { ...unknown.layer, facts: [{ kind: 'unsupported-layer', className }] } };
  }
  const raw = rawConfig(config, reading.runtime);
  if (!mayReadArguments(reading, node, raw.values))
    return unknownLayer(name, label, className, source, l10n.t('it has too many arguments'));
  const read = readLayer(spelling, raw.values, 'json');
  const inputShape = read.inputShape ?? builtShape(member(member(node, 'build_config'), 'input_shape'));
  const layer: Layer = {
    name,
    label,
    className: read.className,
    operator: read.operator,
    attributes: read.attributes,
    facts: [...read.facts, ...raw.facts],
    ...(read.initialisers ? { initialisers: read.initialisers } : {}),
    trainable: read.trainable,
    source,
    instance: 0,
    model: null,
    ...(read.operator === 'inputLayer' ? { inputShape: inputShape ?? [] } : {}),
    ...(read.operator === 'unknown' ? { why: l10n.t('no operator describes {0}', className) } : {}),
  };
  return { layer, inputShape };
}

/** A model that stands where a layer may stand. */
export function modelLayer(node: JsonNode, label: string, graph: Graph, reading: Reading): Layer {
  return {
    name: writtenName(node),
    label,
    className: textOf(member(node, 'class_name')) ?? 'Functional',
    operator: 'model',
    attributes: {},
    facts: [],
    trainable: true,
    source: sourceOf(node, reading),
    instance: 0,
    model: graph,
  };
}

/** A stand-in for what a reference should have led to, so that what follows it is unknown rather than wrong. */
export function missingLayer(label: string, why: string): Layer {
  return unknownLayer(null, label, 'Layer', null, why).layer;
}

/** The name that references use: beside the class, else in the config. */
export function writtenName(node: JsonNode): string | null {
  return textOf(member(node, 'name')) ?? textOf(member(member(node, 'config'), 'name'));
}

function unknownLayer(
  name: string | null,
  label: string,
  className: string,
  source: LayerSource | null,
  why: string,
): LayerObject {
  const layer: Layer = {
    name,
    label,
    className,
    operator: 'unknown',
    attributes: {},
    facts: [],
    trainable: true,
    source,
    instance: 0,
    model: null,
    why,
  };
  return { layer, inputShape: null };
}

function sourceOf(node: JsonNode, reading: Reading): LayerSource {
  const className = member(node, 'class_name');
  const config = member(node, 'config');
  const named: Record<string, ArgumentSource> = {};
  for (const { key, name, value, property } of reading.embedded ? [] : members(config)) {
    if (value) named[key] = { file: reading.file, name, value: rangeOf(value), property };
  }
  return {
    file: reading.file,
    range: rangeOf(node),
    name: rangeOf(className ?? node),
    syntax: 'json',
    ...(reading.runtime === 'keras' ? { vocabulary: 'keras' } : {}),
    arguments: named,
    config: config?.type === 'object' && !reading.embedded ? rangeOf(config) : null,
  };
}
