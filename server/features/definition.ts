import type { Place } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';

/** In a model's JSON, the layer that a quoted name refers to: from `inbound_nodes`, `input_layers`, `output_layers`. */
export function definition({ uri, text, models }: FileAnalysis, offset: number): Place | null {
  const name = quotedAt(text, offset);
  if (name === null) return null;
  for (const { graph } of models) {
    const source = graph.layers.find((layer) => layer.name === name)?.source;
    if (source?.syntax === 'json' && source.file === uri) return { file: uri, range: source.range };
  }
  return null;
}

/** The content of the string literal around an offset, when it is short and without escapes, as names are. */
function quotedAt(text: string, offset: number): string | null {
  const before = /"([^"\\\r\n]{0,200})$/.exec(text.slice(Math.max(0, offset - 201), offset));
  const after = /^([^"\\\r\n]{0,200})"/.exec(text.slice(offset, offset + 201));
  return before && after ? before[1]! + after[1]! : null;
}
