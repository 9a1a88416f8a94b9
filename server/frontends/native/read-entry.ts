import * as l10n from '@vscode/l10n';
import type { ArgumentSource, Graph, Layer, LayerSource } from '../../../core/graph/node.ts';
import type { AttributeValue, Shape } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member, members, rangeOf, textOf } from '../json/json-tree.ts';
import { mayReadArguments, type Reading } from '../json/reading.ts';
import { type ReadLayer, readLayer } from '../layers.ts';
import { nativeSpelling, nearestOperator } from './spelling.ts';

/** A layer, the shape that it fixes for its input (null: none), and what is wrong with the entry as a whole. */
export interface LayerEntry {
  readonly layer: Layer;
  readonly inputShape: Shape | null;
  readonly problem: string | null;
}

/** Deeper than models are nested, and shallow enough for the stack. */
export const deepestNesting = 100;

/** What an entry says about its place in the model; everything else are arguments of its operator. */
const structure: ReadonlySet<string> = new Set(['operator', 'inputs', 'model', 'again', 'layers', 'outputs']);

/** Reads `{operator, …attributes}` or the operator's name alone. What can't be read becomes an unknown layer that says why. */
export function readLayerEntry(node: JsonNode, label: string, reading: Reading): LayerEntry {
  const operator = textOf(node) ?? textOf(member(node, 'operator'));
  const spelling = operator === null ? null : nativeSpelling(operator);
  const blank = { ...blankLayer(node, label, reading), name: textOf(member(node, 'name')) };
  if (spelling === null) {
    const problem = operator === null ? l10n.t('A layer needs an operator.') : unknownOperator(operator);
    return { layer: { ...blank, className: operator ?? 'Layer', why: problem }, inputShape: null, problem };
  }
  const raw = rawAttributes(node);
  if (!mayReadArguments(reading, node, raw)) {
    return {
      layer: { ...blank, className: spelling.className, why: l10n.t('it has too many arguments') },
      inputShape: null,
      problem: null,
    };
  }
  const read = readLayer(spelling, raw, 'javascript');
  const { attributes, className, facts, trainable } = read;
  const initialisers = read.initialisers ? { initialisers: read.initialisers } : {};
  const layer = { ...blank, operator: read.operator, className, attributes, facts, trainable, ...initialisers };
  if (read.operator !== 'inputLayer') return { layer, inputShape: read.inputShape, problem: null };
  return { layer: { ...layer, inputShape: read.inputShape ?? [] }, inputShape: null, problem: null };
}

/** A model that stands where a layer may stand. */
export function modelEntry(node: JsonNode, label: string, graph: Graph, reading: Reading): Layer {
  const className = graph.kind === 'sequential' ? 'Sequential' : 'Model';
  const trainable = member(node, 'trainable')?.value !== false;
  const blank = blankLayer(node, label, reading);
  return { ...blank, name: textOf(member(node, 'name')), className, operator: 'model', trainable, model: graph };
}

/** A stand-in for what a reference should have led to, so that what follows it is unknown rather than wrong. */
export function missingEntry(label: string, why: string): Layer {
  return { ...unknownLayer(label), why };
}

function unknownOperator(written: string): string {
  const meant = nearestOperator(written);
  return meant === undefined
    ? l10n.t('There is no operator {0}.', written)
    : l10n.t('There is no operator {0}. Did you mean {1}?', written, meant);
}

function blankLayer(node: JsonNode, label: string, reading: Reading): Layer {
  return { ...unknownLayer(label), source: sourceOf(node, reading) };
}

function unknownLayer(label: string): Layer {
  return {
    name: null,
    label,
    className: 'Layer',
    operator: 'unknown',
    attributes: {},
    facts: [],
    trainable: true,
    source: null,
    instance: 0,
    model: null,
  };
}

function sourceOf(node: JsonNode, reading: Reading): LayerSource {
  const named: Record<string, ArgumentSource> = {};
  for (const { key, name, value, property } of members(node)) {
    if (value && !structure.has(key)) named[key] = { file: reading.file, name, value: rangeOf(value), property };
  }
  const title = member(node, 'operator') ?? member(node, 'model') ?? member(node, 'name') ?? node;
  return {
    file: reading.file,
    range: rangeOf(node),
    name: rangeOf(title),
    syntax: 'json',
    vocabulary: 'native',
    arguments: named,
    config: node.type === 'object' ? rangeOf(node) : null,
  };
}

/** Arguments as `readLayer` takes them; `null` is an absent one. */
function rawAttributes(node: JsonNode, depth = 0): Readonly<Record<string, AttributeValue | undefined>> {
  return Object.fromEntries(
    members(node).flatMap(({ key, value }) =>
      structure.has(key)
        ? []
        : [[key, value === undefined || value.type === 'null' ? undefined : toValue(value, depth)]],
    ),
  );
}

function toValue(node: JsonNode, depth: number): AttributeValue {
  if (depth > deepestNesting) return null;
  if (node.type === 'array') return items(node).map((item) => toValue(item, depth + 1));
  if (node.type === 'object') return nestedLayer(node, depth + 1);
  const { value } = node;
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** A layer as another layer's argument: the one that `timeDistributed` applies. */
function nestedLayer(node: JsonNode, depth: number): AttributeValue {
  const operator = textOf(member(node, 'operator'));
  const spelling = operator === null ? null : nativeSpelling(operator);
  if (spelling === null) return null;
  const read: ReadLayer = readLayer(spelling, rawAttributes(node, depth), 'javascript');
  return { operator: read.operator, attributes: read.attributes };
}
