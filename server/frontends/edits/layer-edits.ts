import { operatorOf } from '../../../core/graph/infer.ts';
import type { ArgumentSource, Layer, LayerSource, Range } from '../../../core/graph/node.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';
import { activations } from '../../frontends/convnetjs/spellings.ts';
import { nameToWrite, standsFor } from '../../frontends/written-spelling.ts';
import type { Edit, RuleContext } from './rule.ts';

/** How a layer writes an attribute (`kernelSize`, or `kernel_size` in JSON), or null when it doesn't. */
export function argumentOf(layer: Layer, attribute: string): { name: string; source: ArgumentSource } | null {
  if (!layer.source) return null;
  const written = layer.source.arguments;
  const exact = written[attribute];
  if (exact) return { name: attribute, source: exact };
  const name = Object.keys(written).find((key) => standsFor(layer, key, attribute));
  return name === undefined ? null : { name, source: written[name]! };
}

/**
 * Gives an attribute another value: replaces the argument where it is written, or adds it to the config. Null when
 * there is no literal to edit, for instance because the value is computed or the config is a variable.
 */
export function setArgument(
  layer: Layer,
  attribute: string,
  value: AttributeValue,
  context: RuleContext,
): readonly Edit[] | null {
  const argument = argumentOf(layer, attribute);
  return argument
    ? replaceValue(layer, attribute, argument, value, context)
    : insertArgument(layer, attribute, value, context);
}

/** The edit that writes `value` over an argument's literal or name. */
function replaceValue(
  owner: Layer,
  attribute: string,
  { name, source }: { name: string; source: ArgumentSource },
  value: AttributeValue,
  context: RuleContext,
): readonly Edit[] | null {
  const layer = owner.source;
  const text = context.text(source.file);
  if (text === null || !layer) return null;
  const old = text.slice(source.value.start, source.value.end);
  if (!literal.test(old) || !isSayable(value, layer)) return null;
  const written = print(
    old.startsWith('[') && typeof value === 'number' ? perAxis(owner, attribute, value) : value,
    layer,
    text,
  );
  const shorthand = layer.syntax === 'javascript' && source.property.end === source.name?.end;
  return [{ file: source.file, range: source.value, newText: shorthand ? `${name}: ${written}` : written }];
}

/** Numbers, strings, booleans and flat lists of them: what can be overwritten without losing somebody's computation. */
const literal = /^\s*(-?[\d._e]+|'[^']*'|"[^"]*"|`[^`$]*`|true|false|null|NaN|\[[-\d._e,\s]*\])\s*$/;

/** One size as a list of one per axis, where the author has written a list. */
function perAxis(layer: Layer, attribute: string, size: number): AttributeValue {
  const rank = operatorOf(layer)?.attributes[attribute]?.rank;
  return rank === undefined ? size : Array.from({ length: rank }, () => size);
}

/** The edit that adds an argument after those that are there, in the file's own layout. */
export function insertArgument(
  layer: Layer,
  attribute: string,
  value: AttributeValue,
  context: RuleContext,
): readonly Edit[] | null {
  const source = layer.source;
  const text = source && context.text(source.file);
  const name = source && nameToWrite(layer, attribute, source);
  if (!source?.config || !text || !name || !isDirect(source, text) || !isSayable(value, source)) return null;
  const { config } = source;
  const property = `${printName(name, source, text)}: ${print(value, source, text)}`;
  const last = lastProperty(source);
  if (last) {
    const indent = indentOfOwnLine(text, last.start);
    const gap = indent === null ? ' ' : `${lineBreakOf(text)}${indent}`;
    return [{ file: source.file, range: { start: last.end, end: last.end }, newText: `,${gap}${property}` }];
  }
  const inside = { start: config.start + 1, end: config.end - 1 };
  const isEmpty = text.slice(inside.start, inside.end).trim() === '';
  if (isEmpty)
    return [{ file: source.file, range: inside, newText: source.syntax === 'json' ? property : ` ${property} ` }];
  return [{ file: source.file, range: { start: inside.start, end: inside.start }, newText: ` ${property},` }];
}

/** The edit that takes an argument out, with its comma, and with its line when it has one to itself. */
export function removeArgument(layer: Layer, attribute: string, context: RuleContext): readonly Edit[] | null {
  const argument = argumentOf(layer, attribute);
  const text = argument && context.text(argument.source.file);
  if (!argument || !text) return null;
  const { file, property } = argument.source;
  const after = /^\s*,/.exec(text.slice(property.end));
  const before = /,\s*$/.exec(text.slice(0, property.start));
  let { start, end } = property;
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
  } else if (before) {
    start -= before[0].length;
  }
  return [{ file, range: { start, end }, newText: '' }];
}

/** The edit that spells an argument's name differently. */
export function renameArgument(
  layer: Layer,
  written: string,
  name: string,
  context: RuleContext,
): readonly Edit[] | null {
  const argument = argumentOf(layer, written);
  const text = argument && context.text(argument.source.file);
  if (!argument?.source.name || !layer.source || !text) return null;
  const { file, name: range, property } = argument.source;
  const spelt = printName(name, layer.source, text);
  if (layer.source.syntax === 'javascript' && property.end === range.end) {
    return [{ file, range, newText: `${spelt}: ${text.slice(range.start, range.end)}` }];
  }
  const isQuoted = /^['"]/.test(text.slice(range.start, range.end));
  return [{ file, range, newText: isQuoted || layer.source.syntax !== 'json' ? spelt : spelt.slice(1, -1) }];
}

/** ConvNetJS has numbers and words for activations; lists of sizes and modes of padding it does not know. */
function isSayable(value: AttributeValue, { vocabulary }: LayerSource): boolean {
  return vocabulary !== 'convnetjs' || typeof value === 'number' || activations.includes(String(value));
}

/** Whether the config is the call's own literal: one that is chosen, or shared by a variable, is not for one layer to change. */
function isDirect({ syntax, name, config, vocabulary }: LayerSource, text: string): boolean {
  // A definition of ConvNetJS is its own literal.
  if (vocabulary === 'convnetjs') return true;
  return syntax === 'json' || /^\s*\(\s*$/.test(text.slice(name.end, config!.start));
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

function printName(attribute: string, source: LayerSource, text: string): string {
  if (source.syntax === 'json')
    return JSON.stringify(source.vocabulary === 'native' ? attribute : keyInJson(attribute));
  const first = Object.values(source.arguments).find(({ file, name }) => file === source.file && name)?.name;
  const quote = first && text[first.start];
  return quote === '"' || quote === "'" ? `${quote}${attribute}${quote}` : attribute;
}

/** `kernelSize` → `kernel_size`. */
function keyInJson(attribute: string): string {
  return attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A value as source text: JSON, or JavaScript with the quotes that the file prefers. */
export function print(value: AttributeValue, source: LayerSource, text: string): string {
  if (Array.isArray(value)) return `[${value.map((item: AttributeValue) => print(item, source, text)).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  if (source.syntax === 'json') return JSON.stringify(value);
  const quote = text.split('"').length > text.split("'").length ? '"' : "'";
  return `${quote}${value}${quote}`;
}

/** The white space before an offset when there is nothing else on its line, else null. */
function indentOfOwnLine(text: string, offset: number): string | null {
  return /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(Math.max(0, offset - 400), offset))?.[1] ?? null;
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
