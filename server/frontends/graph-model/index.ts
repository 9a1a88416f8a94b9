import * as l10n from '@vscode/l10n';
/**
 * Reads graph models: TensorFlow graphs that the converter has frozen for TensorFlow.js. There are no layers in them;
 * each operation is shown as one, with its constants as its weights. It never throws.
 */

import { looksLikeGraphModel } from '../../may-hold-model.ts';
import type { FileFinding, FileModels, Frontend } from '../frontend.ts';
import { items, type JsonNode, member, rangeOf, textOf } from '../json/json-tree.ts';
import { parseText, startReading, syntaxFinding } from '../json/reading.ts';
import { readManifest } from '../keras-json/weights-manifest.ts';
import { readGraph } from './read-graph.ts';
import { readStoredValues } from './stored-values.ts';

/** Reads a `model.json` of `format: graph-model`, or a bare GraphDef in JSON. */
export const readGraphModel: Frontend = (uri, text, host, options) => {
  if (!looksLikeGraphModel(text)) return nothing;
  const reading = startReading(uri, options);
  const { limits } = reading;
  const { root, problem, cut } = parseText(text, reading);
  const finding: FileFinding | null = problem && syntaxFinding(uri, problem);
  const findings = finding ? [finding] : [];
  if (root === null) return { ...nothing, findings, limits };
  const topology = topologyOf(root);
  if (topology === null) {
    const place = { file: uri, range: rangeOf(root) };
    const message = l10n.t('This says that it is a graph model and holds no list of operations.');
    const problems: readonly FileFinding[] = finding ? [finding] : [{ kind: 'not-a-model', message, place }];
    return { ...nothing, findings: cut === null ? problems : [], limits };
  }
  const { manifest, facts } = readManifest(member(root, 'weightsManifest'), reading);
  const { values, missing, absent } = readStoredValues(manifest, host);
  const graph = readGraph({ root, topology, manifest, values }, reading);
  const isWhole = problem === null && cut === null;
  const whole = { ...graph, complete: graph.complete && isWhole, facts: [...graph.facts, ...facts] };
  return { models: [whole], findings: [...findings, ...missingWeights(uri, root, absent)], limits, missing };
};

const nothing: FileModels = { models: [], findings: [], limits: [], missing: [] };

/** Said once, at the first of them: the model can be read without its weights, but not whole. */
function missingWeights(file: string, root: JsonNode, absent: ReadonlySet<string>): readonly FileFinding[] {
  const paths = items(member(root, 'weightsManifest')).flatMap((group) => items(member(group, 'paths')));
  const first = paths.find((path) => absent.has(textOf(path) ?? ''));
  if (!first) return [];
  const message = l10n.t(
    '{0} is not there: sizes that are stored with the weights are unknown, and the model runs with random weights only.',
    textOf(first) ?? '',
  );
  return [{ kind: 'missing-weights', message, place: { file, range: rangeOf(first) } }];
}

function topologyOf(root: JsonNode): JsonNode | null {
  const topology = member(root, 'modelTopology') ?? root;
  return items(member(topology, 'node')).length > 0 ? topology : null;
}
