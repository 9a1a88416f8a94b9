import * as l10n from '@vscode/l10n';
import type { GraphFact } from '../../../core/graph/node.ts';
import { items, type JsonNode, member, textOf } from '../json/json-tree.ts';
import { graphError, type Reading } from '../json/reading.ts';

/**
 * The first thing on which TensorFlow.js fails when it loads a model, though Keras reads it; null when there is none.
 * What one file is written in, all of it is: a converter of the same Keras mends the rest as well.
 */
export function firstUnloadable(config: JsonNode, reading: Reading): GraphFact | null {
  const layers = config.type === 'array' ? items(config) : items(member(config, 'layers'));
  for (const layer of layers) {
    const inner = member(layer, 'config');
    const fault = faultOf(layer, inner);
    if (fault) return graphError(reading, fault.node, fault.detail);
    const nested = inner && member(inner, 'layers') ? firstUnloadable(inner, reading) : null;
    if (nested) return nested;
  }
  for (const key of ['input_layers', 'output_layers']) {
    const ends = member(config, key);
    const detail = ends && faultOfEnds(key, ends);
    if (detail) return graphError(reading, ends, detail);
  }
  return null;
}

interface Fault {
  readonly node: JsonNode;
  readonly detail: string;
}

function faultOf(layer: JsonNode, config: JsonNode | undefined): Fault | null {
  const shape = member(config, 'batch_shape');
  const isShaped = member(config, 'batch_input_shape') !== undefined || member(config, 'input_shape') !== undefined;
  if (shape && !isShaped && textOf(member(layer, 'class_name')) === 'InputLayer') {
    return {
      node: shape,
      detail: l10n.t('TensorFlow.js looks for batch_input_shape and throws without it: {0}', advice()),
    };
  }
  for (const application of items(member(layer, 'inbound_nodes'))) {
    if (application.type === 'object') {
      return { node: application, detail: notAList() };
    }
    if (isReference(application)) return { node: application, detail: lackingBrackets('inbound_nodes') };
  }
  return null;
}

function faultOfEnds(key: string, ends: JsonNode): string | null {
  if (isReference(ends)) return lackingBrackets(key);
  return ends.type === 'object' ? notAList() : null;
}

function notAList(): string {
  return l10n.t('TensorFlow.js wants a list of connections and throws on this: {0}', advice());
}

function advice(): string {
  return l10n.t(
    'Keras 3 wrote the file. Save the model with Keras 2, which is the package tf_keras, and convert that.',
  );
}

/** `["conv", 0, 0]`, where a list of such is wanted. */
function isReference(node: JsonNode): boolean {
  const [name, application] = items(node);
  return textOf(name) !== null && application?.type === 'number';
}

function lackingBrackets(key: string): string {
  return l10n.t(
    '{0} lacks a pair of brackets: TensorFlow.js wants a list of connections here, and does not load the model.',
    key,
  );
}
