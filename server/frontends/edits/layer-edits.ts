import { operatorOf } from '../../../core/graph/infer.ts';
import type { ArgumentSource, Layer, LayerSource, Range } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { argumentOf } from '../written-spelling.ts';
import { addedMember } from './add-member.ts';
import type { Edit, LayerEdits } from './edit.ts';
import { type Members, membersOf } from './members.ts';
import { insertLayerBefore, replaceLayer, type TokensBefore, tokensOfFile } from './neighbouring-layers.ts';
import { type Notation, notationOf } from './notation.ts';
import { isWithoutEffect, removedWith } from './remove-member.ts';
import { type Style, styleOf } from './style.ts';

/** The edits of layers whose texts `text` gives. */
export function layerEdits(text: (file: string) => string | null): LayerEdits {
  const files = new Map<string, File | null>();
  const read: ReadFile = (file) => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const content = text(file);
    const found = content === null ? null : fileOf(file, content);
    files.set(file, found);
    return found;
  };
  const layers = new WeakMap<Edit, Layer>();
  const forLayer = (layer: Layer, edits: readonly Edit[] | null) => {
    for (const edit of edits ?? []) layers.set(edit, layer);
    return edits;
  };
  const giving = new WeakSet<Edit>();
  const given = (layer: Layer, edits: readonly Edit[] | null) => {
    for (const edit of edits ?? []) giving.add(edit);
    return forLayer(layer, edits);
  };
  return {
    insert: (layer, attribute, value) => given(layer, insertArgument(layer, attribute, value, read)),
    set: (layer, attribute, value) => given(layer, setArgument(layer, attribute, value, read)),
    remove: (layer, attribute) => forLayer(layer, removeArgument(layer, attribute, read)),
    rename: (layer, written, name) => forLayer(layer, renameArgument(layer, written, name, read)),
    insertBefore: (layer, factory) =>
      forLayer(
        layer,
        inFile(layer, read, (source, file) => insertLayerBefore(source, factory, file)),
      ),
    replace: (layer, factory) =>
      forLayer(
        layer,
        inFile(layer, read, (source, { text }) => replaceLayer(source, factory, text)),
      ),
    mayReachOthers: (edit) => {
      const layer = giving.has(edit) ? layers.get(edit) : undefined;
      return layer !== undefined && saysAll(layer, read);
    },
    layerOf: (edit) => layers.get(edit) ?? null,
  };
}

function setArgument(layer: Layer, attribute: string, value: AttributeValue, read: ReadFile): readonly Edit[] | null {
  const argument = argumentOf(layer, attribute);
  return argument
    ? replaceValue(layer, attribute, argument, value, read)
    : insertArgument(layer, attribute, value, read);
}

interface File {
  readonly text: string;
  readonly style: Style;
  readonly tokens: TokensBefore;
  /** The entries of the literal at a range. */
  readonly membersAt: (config: Range) => Members | null;
}

/** What is found in a file is kept: a loop makes thousands of layers of one literal, which may be long. */
function fileOf(name: string, text: string): File {
  const members = new Map<string, Members | null>();
  const membersAt = (config: Range): Members | null => {
    const key = `${config.start} ${config.end}`;
    const known = members.get(key);
    if (known !== undefined) return known;
    const found = membersOf(text, config);
    members.set(key, found);
    return found;
  };
  return { text, style: styleOf(text), tokens: tokensOfFile(name, text), membersAt };
}

type ReadFile = (file: string) => File | null;

function inFile(
  { source }: Layer,
  read: ReadFile,
  edit: (source: LayerSource, file: File) => readonly Edit[] | null,
): readonly Edit[] | null {
  const file = source && read(source.file);
  return file && edit(source, file);
}

/** The edit that writes `value` over an argument's literal, or behind the object that it is spread from. */
function replaceValue(
  layer: Layer,
  attribute: string,
  { source }: { source: ArgumentSource },
  value: AttributeValue,
  read: ReadFile,
): readonly Edit[] | null {
  const file = read(source.file);
  if (!file || !layer.source) return null;
  const notation = notationOf(layer.source);
  const old = file.text.slice(source.value.start, source.value.end);
  if (!literal.test(old) || !notation.takes(value)) return null;
  const shown = old.startsWith('[') && typeof value === 'number' ? perAxis(layer, attribute, value) : value;
  // Others may share what is spread into the config: it stays as it is.
  if (!ownMember(layer, source, read)) return insertArgument(layer, attribute, shown, read);
  return [{ file: source.file, range: source.value, newText: print(shown, notation, file.style) }];
}

/** Numbers, strings, booleans and flat lists of them: what can be overwritten without losing a computation. */
const literal = /^\s*(-?[\d._e]+|'[^']*'|"[^"]*"|`[^`$]*`|true|false|null|NaN|\[[-\d._e,\s]*\])\s*$/;

/** One size as a list of one per axis, where the author has written a list. */
function perAxis(layer: Layer, attribute: string, size: number): AttributeValue {
  const rank = operatorOf(layer)?.attributes[attribute]?.rank;
  return rank === undefined ? size : Array.from({ length: rank }, () => size);
}

/** The edit that adds an argument in the file's own layout, behind all others and so with the last word. */
function insertArgument(
  layer: Layer,
  attribute: string,
  value: AttributeValue,
  read: ReadFile,
): readonly Edit[] | null {
  const { source } = layer;
  const file = source && read(source.file);
  if (!file) return null;
  const { text, style } = file;
  const notation = notationOf(source);
  const key = notation.key(layer, attribute);
  if (key === null || !notation.takes(value)) return null;
  const property = `${printKey(key, source, file)}: ${print(value, notation, style)}`;
  if (!source.config || !notation.ownsConfig(source, text)) {
    return giveConfig(source, property, text) ?? extendVariable(source, property, text);
  }
  const inside = { start: source.config.start + 1, end: source.config.end - 1 };
  if (text.slice(inside.start, inside.end).trim() === '') {
    return [{ file: source.file, range: inside, newText: `${notation.inBraces}${property}${notation.inBraces}` }];
  }
  const members = file.membersAt(source.config);
  const added = members && addedMember(text, members, property, style);
  return added ? added.map((change) => ({ file: source.file, ...change })) : null;
}

/** `batchNormalization()` becomes `batchNormalization({ axis: 1 })`. */
function giveConfig(source: LayerSource, property: string, text: string): readonly Edit[] | null {
  const empty = notationOf(source).calls && /^\s*\(\s*(?=\)$)/.exec(text.slice(source.name.end, source.range.end));
  if (!empty) return null;
  const start = source.name.end + empty[0].length;
  return [{ file: source.file, range: { start, end: start }, newText: `{ ${property} }` }];
}

/** `conv2d(common)` becomes `conv2d({ ...common, kernelSize: 3 })`: other layers of the object stay as they are. */
function extendVariable(source: LayerSource, property: string, text: string): readonly Edit[] | null {
  if (!notationOf(source).calls) return null;
  const given = /^\s*\(\s*([\w$.]+)(?:\s+as\s+[\w$.]+)?\s*\)/.exec(text.slice(source.name.end, source.range.end));
  if (!given) return null;
  const start = source.name.end + given[0].indexOf(given[1]!);
  return [
    { file: source.file, range: { start, end: start + given[1]!.length }, newText: `{ ...${given[1]}, ${property} }` },
  ];
}

function removeArgument(layer: Layer, attribute: string, read: ReadFile): readonly Edit[] | null {
  const argument = argumentOf(layer, attribute);
  const own = argument && ownMember(layer, argument.source, read);
  if (!own || !layer.source || !notationOf(layer.source).dropsUnknown) return null;
  const { text, members, index } = own;
  const { name, value, property, file } = argument.source;
  const isPlainKey = name !== null && !text.slice(name.start, name.end).startsWith('[');
  if (!isPlainKey || property.end !== value.end || !isWithoutEffect(text.slice(value.start, value.end))) return null;
  return removedWith(text, members, index).map((range) => ({ file, range, newText: '' }));
}

/** The place of an argument among the entries of the layer's own literal; null when it is written anywhere else. */
function ownMember(
  { source }: Layer,
  { file, property }: ArgumentSource,
  read: ReadFile,
): { text: string; members: Members; index: number } | null {
  const found = source?.file === file ? read(file) : null;
  if (!source?.config || !found || !notationOf(source).ownsConfig(source, found.text)) return null;
  const members = found.membersAt(source.config);
  const index = members?.members.findIndex(({ start, end }) => start === property.start && end === property.end) ?? -1;
  return members && index >= 0 ? { text: found.text, members, index } : null;
}

function saysAll({ source }: Layer, read: ReadFile): boolean {
  const file = source && read(source.file);
  if (!source?.config || !file || !notationOf(source).ownsConfig(source, file.text)) return false;
  const members = file.membersAt(source.config)?.members ?? null;
  return members?.every(({ start }) => !file.text.startsWith('...', start)) ?? false;
}

function renameArgument(layer: Layer, written: string, name: string, read: ReadFile): readonly Edit[] | null {
  const argument = argumentOf(layer, written);
  const file = argument && read(argument.source.file);
  const key = layer.source && notationOf(layer.source).key(layer, name);
  if (!argument?.source.name || !layer.source || !file || !key || !ownMember(layer, argument.source, read)) return null;
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
