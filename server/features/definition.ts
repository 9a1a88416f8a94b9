import type { Place } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { findNamed, quotedAt } from './layer-name.ts';

/**
 * The layer that a quoted name refers to. In a model's JSON: from the inputs of another layer and from the model's own
 * inputs and outputs; in a graph model also the constant. In a program: from `getLayer('name')`, wherever the layer is.
 */
export function definition(file: FileAnalysis, offset: number): Place | null {
  const quoted = quotedAt(file.text, offset);
  if (quoted === null) return null;
  if (!file.isJson) return /\.getLayer\(\s*$/.test(quoted.before) ? layerCalled(file, quoted.name) : null;
  const source = findNamed(file, quoted.name, offset)?.layer.source;
  if (source)
    return source.syntax === 'json' && source.file === file.uri ? { file: file.uri, range: source.range } : null;
  return constantCalled(file, quoted.name);
}

function layerCalled({ models }: FileAnalysis, name: string): Place | null {
  for (const { graph } of models) {
    const source = graph.layers.find((layer) => layer.name === name)?.source;
    if (source) return { file: source.file, range: source.name };
  }
  return null;
}

/** Constants of a graph model are weights of their operations, so no layer stands for them. */
function constantCalled({ uri, text, models }: FileAnalysis, name: string): Place | null {
  if (!models.some(({ graph }) => graph.kind === 'graph')) return null;
  for (const match of text.matchAll(/"name"\s*:\s*"([^"\\]*)"/g)) {
    if (match[1] !== name) continue;
    const end = match.index + match[0].length;
    return { file: uri, range: { start: end - name.length - 2, end } };
  }
  return null;
}
