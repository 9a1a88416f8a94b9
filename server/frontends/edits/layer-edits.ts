import { operatorOf } from '../../../core/graph/infer.ts';
import type { ArgumentSource, Layer, LayerSource, Range } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { argumentOf } from '../written-spelling.ts';
import type { Edit, LayerEdits } from './edit.ts';
import { insertLayerBefore, replaceLayer } from './neighbouring-layers.ts';
import { type Notation, notationOf } from './notation.ts';
import { indentOfOwnLine, type Style, styleOf } from './style.ts';

/** The edits of layers whose texts `text` gives. */
export function layerEdits(text: (file: string) => string | null): LayerEdits {
  const styles = new Map<string, Style>();
  const read: ReadFile = (file) => {
    const content = text(file);
    if (content === null) return null;
    const style = styles.get(file) ?? styleOf(content);
    styles.set(file, style);
    return { text: content, style };
  };
  const insert: LayerEdits['insert'] = (layer, attribute, value) => insertArgument(layer, attribute, value, read);
  return {
    insert,
    set: (layer, attribute, value) => {
      const argument = argumentOf(layer, attribute);
      return argument ? replaceValue(layer, attribute, argument, value, read) : insert(layer, attribute, value);
    },
    remove: (layer, attribute) => removeArgument(layer, attribute, read),
    rename: (layer, written, name) => renameArgument(layer, written, name, read),
    insertBefore: (layer, factory) => inFile(layer, read, (source, file) => insertLayerBefore(source, factory, file)),
    replace: (layer, factory) => inFile(layer, read, (source) => replaceLayer(source, factory)),
  };
}

interface File {
  readonly text: string;
  readonly style: Style;
}

type ReadFile = (file: string) => File | null;

function inFile(
  { source }: Layer,
  read: ReadFile,
  edit: (source: LayerSource, text: string) => readonly Edit[] | null,
): readonly Edit[] | null {
  const file = source && read(source.file);
  return file && edit(source, file.text);
}

/** The edit that writes `value` over an argument's literal or name. */
function replaceValue(
  layer: Layer,
  attribute: string,
  { name, source }: { name: string; source: ArgumentSource },
  value: AttributeValue,
  read: ReadFile,
): readonly Edit[] | null {
  const file = read(source.file);
  if (!file || !layer.source) return null;
  const notation = notationOf(layer.source);
  const old = file.text.slice(source.value.start, source.value.end);
  if (!literal.test(old) || !notation.takes(value)) return null;
  const shown = old.startsWith('[') && typeof value === 'number' ? perAxis(layer, attribute, value) : value;
  const written = print(shown, notation, file.style);
  // `{ kernelSize }` becomes `{ kernelSize: 3 }`.
  const isShorthand = source.property.end === source.name?.end;
  return [{ file: source.file, range: source.value, newText: isShorthand ? `${name}: ${written}` : written }];
}

/** Numbers, strings, booleans and flat lists of them: what can be overwritten without losing a computation. */
const literal = /^\s*(-?[\d._e]+|'[^']*'|"[^"]*"|`[^`$]*`|true|false|null|NaN|\[[-\d._e,\s]*\])\s*$/;

/** One size as a list of one per axis, where the author has written a list. */
function perAxis(layer: Layer, attribute: string, size: number): AttributeValue {
  const rank = operatorOf(layer)?.attributes[attribute]?.rank;
  return rank === undefined ? size : Array.from({ length: rank }, () => size);
}

/** The edit that adds an argument in the file's own layout. */
function insertArgument(
  layer: Layer,
  attribute: string,
  value: AttributeValue,
  read: ReadFile,
): readonly Edit[] | null {
  const { source } = layer;
  const file = source && read(source.file);
  if (!file || !source.config) return null;
  const { text, style } = file;
  const notation = notationOf(source);
  const key = notation.key(layer, attribute);
  if (key === null || !notation.ownsConfig(source, text) || !notation.takes(value)) return null;
  const property = `${printKey(key, source, file)}: ${print(value, notation, style)}`;
  const last = lastProperty(source);
  if (last) {
    const indent = indentOfOwnLine(text, last.start);
    const gap = indent === null ? ' ' : `${style.lineBreak}${indent}`;
    return [{ file: source.file, range: { start: last.end, end: last.end }, newText: `,${gap}${property}` }];
  }
  const { inBraces } = notation;
  const inside = { start: source.config.start + 1, end: source.config.end - 1 };
  const isEmpty = text.slice(inside.start, inside.end).trim() === '';
  if (isEmpty) return [{ file: source.file, range: inside, newText: `${inBraces}${property}${inBraces}` }];
  return [{ file: source.file, range: { start: inside.start, end: inside.start }, newText: ` ${property},` }];
}

function removeArgument(layer: Layer, attribute: string, read: ReadFile): readonly Edit[] | null {
  const argument = argumentOf(layer, attribute);
  const file = argument && read(argument.source.file);
  if (!file) return null;
  const { text } = file;
  let { start, end } = argument.source.property;
  const after = /^\s*,/.exec(text.slice(end));
  const before = text.slice(0, start).trimEnd();
  if (after) {
    end += after[0].length;
    const indent = indentOfOwnLine(text, start);
    const lineRest = /^[ \t]*\r?\n/.exec(text.slice(end));
    if (indent !== null && lineRest) {
      start -= indent.length;
      end += lineRest[0].length;
    } else {
      end += /^[ \t]*/.exec(text.slice(end))![0].length;
    }
  } else if (before.endsWith(',')) {
    start = before.length - 1;
  }
  return [{ file: argument.source.file, range: { start, end }, newText: '' }];
}

function renameArgument(layer: Layer, written: string, name: string, read: ReadFile): readonly Edit[] | null {
  const argument = argumentOf(layer, written);
  const file = argument && read(argument.source.file);
  const key = layer.source && notationOf(layer.source).key(layer, name);
  if (!argument?.source.name || !layer.source || !file || !key) return null;
  const { name: range, property } = argument.source;
  const { text } = file;
  const spelt = printKey(key, layer.source, file);
  // `{ stride }` becomes `{ strides: stride }`.
  if (property.end === range.end) {
    return [{ file: argument.source.file, range, newText: `${spelt}: ${text.slice(range.start, range.end)}` }];
  }
  // In JSON the range of a key lies within its quotes.
  const isWithinQuotes = /['"]/.test(text[range.start - 1] ?? '');
  return [{ file: argument.source.file, range, newText: isWithinQuotes ? key : spelt }];
}

/** The last argument that stands in the config itself and not in an object spread into it. */
function lastProperty(source: LayerSource): Range | null {
  let last: Range | null = null;
  for (const { file, property } of Object.values(source.arguments)) {
    const isInside = file === source.file && property.start > source.config!.start && property.end < source.config!.end;
    if (isInside && (last === null || property.end > last.end)) last = property;
  }
  return last;
}

/** A key, quoted where the notation asks for it or the layer's other keys are. */
function printKey(key: string, source: LayerSource, { text }: File): string {
  if (notationOf(source).quoted) return JSON.stringify(key);
  const first = Object.values(source.arguments).find(({ file, name }) => file === source.file && name)?.name;
  const quote = first && text[first.start];
  return quote === '"' || quote === "'" ? `${quote}${key}${quote}` : key;
}

/** A value as source text: JSON, or JavaScript with the quotes that the file prefers. */
function print(value: AttributeValue, notation: Notation, style: Style): string {
  if (Array.isArray(value)) return `[${value.map((item: AttributeValue) => print(item, notation, style)).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  return notation.quoted ? JSON.stringify(value) : `${style.quote}${value}${style.quote}`;
}
