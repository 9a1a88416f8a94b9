/**
 * Reads ConvLens's own model files, `*.convlens.json`: operators by name with TF.js's attributes, and those that TF.js
 * has not. It throws only what
 * `Work` throws when it is cancelled.
 */
import * as l10n from '@vscode/l10n';
import type { Graph } from '../../../core/graph/node.ts';
import type { FileFinding, FileModels, Frontend } from '../frontend.ts';
import { type JsonNode, member } from '../json/json-tree.ts';
import { parseText, placeOf, startReading, stemOf, syntaxFinding } from '../json/reading.ts';
import { readModel, readModels } from './read-model.ts';

export const readNativeJson: Frontend = (uri, text, _host, options) => {
  const reading = startReading(uri, options);
  const { limits } = reading;
  const { root, problem, cut } = parseText(text, reading);
  const findings: FileFinding[] = problem ? [syntaxFinding(uri, problem)] : [];
  if (root === null) return { ...nothing, findings, limits };
  if (!holdsLayers(root)) {
    const message = l10n.t('A model is a list of layers, or an object with "layers".');
    findings.push({ kind: 'not-a-model', message, place: placeOf(reading, root) });
    return { ...nothing, findings, limits };
  }
  const { known, nested } = readModels(member(root, 'models'), reading);
  const inner: Graph[] = [...nested];
  const graph = readModel(root, stemOf(uri), reading, known, inner);
  const isWhole = problem === null && cut === null;
  // A model that nothing applies is shown by itself.
  const idle = [...known.values()].filter(({ source }) => !inner.some((used) => used.source === source));
  const models = [graph, ...inner, ...idle].map((model) => ({ ...model, complete: model.complete && isWhole }));
  return { ...nothing, models: models.filter(({ nodes }) => nodes.length > 0), findings, limits };
};

const nothing: FileModels = { models: [], findings: [], limits: [], missing: [] };

function holdsLayers(root: JsonNode): boolean {
  return root.type === 'array' || member(root, 'layers')?.type === 'array';
}
