import * as l10n from '@vscode/l10n';
import type { Range } from '../../../core/graph/node.ts';
import { items, type JsonNode, member, rangeOf, textOf } from '../json/json-tree.ts';
import type { Reading } from '../json/reading.ts';
import { parseEmbedded } from './embedded-json.ts';

/** Where the layers of a file are, or what the file is instead. */
export type Found =
  | {
      readonly kind: 'layers-model';
      /** The object with `class_name`, or the bare config. */
      readonly node: JsonNode;
      readonly config: JsonNode;
      readonly embedded: boolean;
      readonly problem: { readonly message: string; readonly range: Range } | null;
    }
  | { readonly kind: 'graph-model'; readonly range: Range }
  /** It says that it is a model and isn't. */
  | { readonly kind: 'broken'; readonly range: Range; readonly message: string }
  | { readonly kind: 'none' };

/**
 * Finds the model in any of the wrappings met in the wild: TensorFlow.js's artifacts (`modelTopology`), Keras's saved
 * file (`model_config`), either as JSON inside a string, the model object by itself, its config, or the bare list of a
 * sequential model's layers.
 */
export function findModel(root: JsonNode, text: string, reading: Reading): Found {
  const format = textOf(member(root, 'format'));
  const topology = member(root, 'modelTopology');
  if (format === 'graph-model' || isGraphDef(topology) || isGraphDef(root)) {
    return { kind: 'graph-model', range: rangeOf(topology ?? root) };
  }
  const found = unwrap(topology ?? root, { text, reading, embedded: false, problem: null });
  if (found) return found;
  if (topology || format === 'layers-model' || member(root, 'model_config')) {
    return { kind: 'broken', range: rangeOf(topology ?? root), message: l10n.t('This holds no list of layers.') };
  }
  return { kind: 'none' };
}

type Problem = { readonly message: string; readonly range: Range } | null;

interface Wrapping {
  readonly text: string;
  readonly reading: Reading;
  readonly embedded: boolean;
  readonly problem: Problem;
}

function unwrap(node: JsonNode, within: Wrapping): Found | null {
  const { text, reading, embedded, problem } = within;
  if (node.type === 'string' && !embedded) {
    const inner = parseEmbedded(node, text, reading);
    return inner.root && unwrap(inner.root, { ...within, embedded: true, problem: inner.problem });
  }
  const saved = member(node, 'model_config');
  if (saved) return unwrap(saved, within);
  if (isLayerList(node)) return { kind: 'layers-model', node, config: node, embedded, problem };
  const config = member(node, 'config');
  if (config && textOf(member(node, 'class_name')) !== null && holdsLayers(config)) {
    return { kind: 'layers-model', node, config, embedded, problem };
  }
  if (isLayerList(member(node, 'layers'))) return { kind: 'layers-model', node, config: node, embedded, problem };
  return null;
}

function holdsLayers(config: JsonNode): boolean {
  return config.type === 'array' || member(config, 'layers')?.type === 'array';
}

function isLayerList(node: JsonNode | undefined): boolean {
  const [first] = items(node);
  return textOf(member(first, 'class_name')) !== null && member(first, 'config') !== undefined;
}

/** TensorFlow's GraphDef is a list of nodes, each with an `op`. */
function isGraphDef(node: JsonNode | undefined): boolean {
  return textOf(member(items(member(node, 'node'))[0], 'op')) !== null;
}
