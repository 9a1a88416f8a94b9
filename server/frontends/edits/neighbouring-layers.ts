import type { Layer } from '../../../core/graph/node.ts';
import type { Edit, RuleContext } from './rule.ts';

/**
 * The edit that puts another layer before this one, where the text shows how: `model.add(…)` gets a statement before
 * it, an item of a list an item before it. Null for anything else.
 */
export function insertLayerBefore(layer: Layer, factory: string, context: RuleContext): readonly Edit[] | null {
  const source = layer.source;
  const text = source?.syntax === 'javascript' ? context.text(source.file) : null;
  if (!source || !text || source.vocabulary === 'convnetjs') return null;
  // Global poolings read their config without looking whether there is one.
  const call = `${text.slice(source.range.start, source.name.start)}${factory}(${factory.startsWith('global') ? '{}' : ''})`;
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
