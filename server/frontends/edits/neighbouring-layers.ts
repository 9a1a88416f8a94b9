import type { LayerSource } from '../../../core/graph/node.ts';
import type { Edit } from './edit.ts';
import { notationOf } from './notation.ts';

/**
 * The edit that puts another layer before this one, where the text shows how: `model.add(…)` gets a statement before
 * it, an item of a list an item before it. Null for anything else.
 */
export function insertLayerBefore(source: LayerSource, factory: string, text: string): readonly Edit[] | null {
  if (!notationOf(source).calls) return null;
  const call = `${text.slice(source.range.start, source.name.start)}${callOf(factory)}`;
  const before = text.slice(Math.max(0, source.range.start - 500), source.range.start);
  const add = /(?:^|\n)([ \t]*)([\w$.]+\.add\(\s*)$/.exec(before);
  if (add) {
    const at = source.range.start - add[2]!.length;
    return [{ file: source.file, range: { start: at, end: at }, newText: `${add[2]!.trimEnd()}${call});\n${add[1]}` }];
  }
  const item = /[[,](\s*)$/.exec(before);
  if (!item) return null;
  const { start } = source.range;
  return [{ file: source.file, range: { start, end: start }, newText: `${call},${item[1] || ' '}` }];
}

/** The edit that makes another layer where this one is made. */
export function replaceLayer(source: LayerSource, factory: string): readonly Edit[] | null {
  if (!notationOf(source).calls) return null;
  const range = { start: source.name.start, end: source.range.end };
  return [{ file: source.file, range, newText: callOf(factory) }];
}

/** Global poolings read their config without looking whether there is one. */
function callOf(factory: string): string {
  return `${factory}(${factory.startsWith('global') ? '{}' : ''})`;
}
