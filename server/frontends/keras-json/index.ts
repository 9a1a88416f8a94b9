/**
 * Reads layers models saved as JSON by TensorFlow.js and Keras. It knows JSON and Keras's configs; what the layers do,
 * and what is wrong with their shapes, is found elsewhere. It never throws.
 */
import type { Graph } from '../../../core/graph/node.ts';
import { looksLikeLayersModel } from '../../may-hold-model.ts';
import type { FileFinding, FileModels, Frontend } from '../frontend.ts';
import { type JsonNode, member, textOf } from '../json/json-tree.ts';
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
  const reading = { ...started, embedded: found.embedded };
  return { ...nothing, models: readAll(root, found, reading, isWhole), findings, limits };
};

const nothing: FileModels = { models: [], findings: [], limits: [], missing: [] };

function readAll(
  root: JsonNode,
  found: Extract<Found, { kind: 'layers-model' }>,
  reading: Reading,
  isWhole: boolean,
): readonly Graph[] {
  const { graph, nested } = readModel(found.node, found.config, reading, stemOf(reading.file));
  const { manifest, facts } = readManifest(member(root, 'weightsManifest'), reading);
  const whole: Graph = { ...graph, complete: graph.complete && isWhole, weights: manifest };
  const unloadable = isForTensorFlow(root) ? firstUnloadable(found.config, reading) : null;
  const mismatches = manifest ? compareWeights(whole, manifest, member(root, 'weightsManifest')!, reading) : [];
  return [
    { ...whole, facts: [...(unloadable ? [unloadable] : []), ...whole.facts, ...facts, ...mismatches] },
    ...nested.map((inner) => ({ ...inner, complete: inner.complete && isWhole })),
  ];
}

/** Whether a file says that TensorFlow.js is to load it. What Keras saves for itself need not suit TensorFlow.js. */
function isForTensorFlow(root: JsonNode): boolean {
  return textOf(member(root, 'format')) === 'layers-model' || member(root, 'modelTopology') !== undefined;
}

function foundFinding(file: string, found: Found): FileFinding | null {
  switch (found.kind) {
    case 'layers-model':
      return found.problem && syntaxFinding(file, found.problem);
    case 'graph-model': {
      const message = 'This is a TensorFlow graph model: a list of operations without layers.';
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
