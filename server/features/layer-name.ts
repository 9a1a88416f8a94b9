import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Layer, Range } from '../../core/graph/node.ts';
import type { FileAnalysis } from '../analysis/file-analysis.ts';

/** A layer of a model of the file. */
export interface NamedLayer {
  readonly model: GraphAnalysis;
  readonly index: number;
  readonly layer: Layer;
}

/** A name in quotes at an offset: as it refers to a layer, without `^` and `:1` of graph models. */
export interface QuotedName {
  readonly name: string;
  /** What stands before the opening quote, for telling what the name is for. */
  readonly before: string;
}

/** The string literal around an offset, when it is short and without escapes, as names are. */
export function quotedAt(text: string, offset: number): QuotedName | null {
  const before = /^([\s\S]*?)(["'`])([^"'`\\\r\n]{0,400})$/.exec(
    lastLine(text.slice(Math.max(0, offset - 441), offset)),
  );
  const after = /^([^"'`\\\r\n]{0,400})(["'`])/.exec(text.slice(offset, offset + 401));
  if (!before || !after || before[2] !== after[2]) return null;
  const written = before[3]! + after[1]!;
  return { name: written.replace(/^\^/, '').replace(/:\d+$/, ''), before: before[1]! };
}

/** The layer of that name in the innermost model around the offset that has one. */
export function findNamed({ uri, models }: FileAnalysis, name: string, offset: number): NamedLayer | null {
  const around = models
    .filter(({ graph }) => graph.source?.file === uri)
    .toSorted((a, b) => distance(a, offset) - distance(b, offset));
  for (const model of around) {
    const index = model.graph.layers.findIndex((layer) => layer.name === name && layer.source !== null);
    if (index >= 0) return { model, index, layer: model.graph.layers[index]! };
  }
  return null;
}

/** Where the text says `"name"` in a list, or as what another key refers to. */
export function mentions(text: string, name: string, { start, end }: Range): readonly Range[] {
  const literal = new RegExp(`"\\^?${escaped(name)}(?::\\d+)?"`, 'g');
  const found: Range[] = [];
  for (const match of text.slice(start, end).matchAll(literal)) {
    const at = start + match.index;
    const before = text.slice(Math.max(0, at - 60), at);
    const range = { start: at + 1, end: at + match[0].length - 1 };
    if (reference.test(before) && !/^\s*:/.test(text.slice(range.end + 1, range.end + 20))) found.push(range);
  }
  return found;
}

/** In a list, or behind a key of the native format or of a single reference. */
const reference = /(?:[[,]|"(?:again|inputs?|outputs?)"\s*:)\s*$/;

/** A model's extent when the offset is in it: the smallest is the innermost. */
function distance({ graph }: GraphAnalysis, offset: number): number {
  const { start, end } = graph.source!.range;
  return start <= offset && offset <= end ? end - start : Number.POSITIVE_INFINITY;
}

/** Strings end with their line. The quotes before the last one belong to other strings. */
function lastLine(text: string): string {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const opening = Math.max(line.lastIndexOf('"'), line.lastIndexOf("'"), line.lastIndexOf('`'));
  return opening < 0 ? '' : line.slice(Math.max(0, opening - 40));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
