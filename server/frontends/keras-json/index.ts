/**
 * Reads layers models saved as JSON by TensorFlow.js and Keras. It knows JSON and Keras's configs; what the layers do,
 * and what is wrong with their shapes, is found elsewhere. It never throws.
 */
import * as l10n from '@vscode/l10n';
import type { Graph, GraphFact } from '../../../core/graph/node.ts';
import { looksLikeLayersModel } from '../../may-hold-model.ts';
import type { FileFinding, FileModels, Frontend } from '../frontend.ts';
import { type JsonNode, member, members, textOf } from '../json/json-tree.ts';
import { parseText, type Reading, startReading, stemOf, syntaxFinding } from '../json/reading.ts';
import { compareWeights } from './compare-weights.ts';
import { type Found, findModel } from './find-model.ts';
import { readModel } from './read-model.ts';
import { firstUnloadable } from './unloadable.ts';
import { readManifest } from './weights-manifest.ts';

/** Reads a `model.json`. A file that does not look like one is passed over without a word. */
export const readKerasJson: Frontend = (uri, text, _host, options) => {
  if (!looksLikeLayersModel(text)) return nothing;
  const started = startReading(uri, options);
  const { limits } = started;
  const { root, problem } = parseText(text, started);
  const finding = problem && syntaxFinding(uri, problem);
  if (root === null) return { ...nothing, findings: finding ? [finding] : [], limits };
  const found = findModel(root, text, started);
  const isBrokenOff = problem !== null || limits.length > 0;
  // What a text lacks that breaks off may have stood behind.
  const own = found.kind === 'broken' && isBrokenOff ? null : foundFinding(uri, found);
  const findings = [finding, own].filter((one) => one !== null);
  if (found.kind === 'none') return nothing;
  if (found.kind !== 'layers-model') return { ...nothing, findings, limits };
  const isWhole = !isBrokenOff && found.problem === null;
  const unloadable = firstUnloadable(found.config, started);
  const asked = saysTensorFlow(root) ? 'tensorflow.js' : options?.runtime;
  // What leaves it to us is for TensorFlow.js unless that cannot load it.
  const runtime = asked ?? (unloadable ? 'keras' : 'tensorflow.js');
  const reading = { ...started, embedded: found.embedded, runtime };
  const faults = unloadable && runtime === 'tensorflow.js' ? [unloadable] : [];
  return { ...nothing, models: readAll(root, found, { reading, isWhole, faults }), findings, limits };
};

const nothing: FileModels = { models: [], findings: [], limits: [], missing: [] };

function readAll(
  root: JsonNode,
  found: Extract<Found, { kind: 'layers-model' }>,
  { reading, isWhole, faults }: { reading: Reading; isWhole: boolean; faults: readonly GraphFact[] },
): readonly Graph[] {
  const { graph, nested } = readModel(found.node, found.config, reading, stemOf(reading.file));
  const { manifest, facts } = readManifest(member(root, 'weightsManifest'), reading);
  const whole: Graph = { ...graph, complete: graph.complete && isWhole, weights: manifest };
  const mismatches = manifest ? compareWeights(whole, manifest, member(root, 'weightsManifest')!, reading) : [];
  return [
    { ...whole, facts: [...faults, ...whole.facts, ...facts, ...mismatches] },
    ...nested.map((inner) => ({ ...inner, complete: inner.complete && isWhole })),
  ];
}

/** Whether a file says that TensorFlow.js is to load it. What Keras saves for itself need not suit TensorFlow.js. */
function saysTensorFlow(root: JsonNode): boolean {
  const { format, convertedBy, modelTopology } = Object.fromEntries(
    members(root).map(({ key, value }) => [key, value]),
  );
  return textOf(format) === 'layers-model' || textOf(convertedBy) !== null || modelTopology !== undefined;
}

function foundFinding(file: string, found: Found): FileFinding | null {
  switch (found.kind) {
    case 'layers-model':
      return found.problem && syntaxFinding(file, found.problem);
    case 'graph-model': {
      const message = l10n.t('This is a TensorFlow graph model: a list of operations without layers.');
      return { kind: 'not-a-model', message, place: { file, range: found.range } };
    }
    case 'broken':
      return { kind: 'not-a-model', message: found.message, place: { file, range: found.range } };
    case 'none':
      return null;
    default:
      return found satisfies never;
  }
}
