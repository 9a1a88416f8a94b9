import type { Shape } from '../../../core/vocabulary/operator.ts';
import { items, type JsonNode, member, numberOf, textOf } from '../json/json-tree.ts';
import { decodeBase64 } from './base64.ts';

/** One operation of a graph model: TensorFlow's NodeDef as protocol buffers write it in JSON. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly InputName[];
  readonly node: JsonNode;
}

/** `name`, or `name:1` for an output that is not the first. */
export interface InputName {
  readonly name: string;
  readonly output: number;
  readonly node: JsonNode;
}

/** Reads `{name, op, input, attr}`; null for what lacks a name or an op. Control inputs (`^name`) carry no tensor. */
export function readNodeDef(node: JsonNode): NodeDef | null {
  const name = textOf(member(node, 'name'));
  const op = textOf(member(node, 'op'));
  if (name === null || op === null) return null;
  const inputs = items(member(node, 'input')).flatMap((input): InputName[] => {
    const text = textOf(input);
    return text === null || text.startsWith('^') ? [] : [{ ...splitName(text), node: input }];
  });
  return { name, op, inputs, node };
}

/** A tensor's name as graphs and signatures write it. */
export function splitName(text: string): { readonly name: string; readonly output: number } {
  const [, name, output] = /^(.*):(\d{1,6})$/.exec(text) ?? [];
  return name === undefined ? { name: text, output: 0 } : { name, output: Number(output) };
}

function attribute(def: NodeDef, key: string): JsonNode | undefined {
  return member(member(def.node, 'attr'), key);
}

/** A string attribute, which JSON holds as base64. */
export function textAttribute(def: NodeDef, key: string): string | null {
  return bytesAsText(member(attribute(def, key), 's'));
}

export function textsAttribute(def: NodeDef, key: string): readonly string[] {
  return items(member(member(attribute(def, key), 'list'), 's')).map((item) => bytesAsText(item) ?? '?');
}

export function integerAttribute(def: NodeDef, key: string): number | null {
  return integerOf(member(attribute(def, key), 'i'));
}

/** A list of integers; null when there is none or one of them is unreadable. */
export function integersAttribute(def: NodeDef, key: string): readonly number[] | null {
  const list = member(attribute(def, key), 'list');
  if (list === undefined) return null;
  const values = items(member(list, 'i')).map(integerOf);
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known : null;
}

export function numberAttribute(def: NodeDef, key: string): number | null {
  const value = member(attribute(def, key), 'f');
  return numberOf(value) ?? (textOf(value) === null ? null : Number(textOf(value)));
}

/** Protocol buffers leave `false` out, so what is absent is false. */
export function flagAttribute(def: NodeDef, key: string): boolean {
  return member(attribute(def, key), 'b')?.value === true;
}

/** `DT_FLOAT`, whether the file writes the name or the number of the enumeration. */
export function typeAttribute(def: NodeDef, key: string): string | null {
  return typeName(member(attribute(def, key), 'type'));
}

export function shapeAttribute(def: NodeDef, key: string): Shape | null {
  return readTensorShape(member(attribute(def, key), 'shape'));
}

/** The tensor of a `Const`: its type, its shape, and the node that may hold its values. */
export function tensorAttribute(
  def: NodeDef,
): { readonly type: string | null; readonly shape: Shape | null; readonly node: JsonNode } | null {
  const tensor = member(attribute(def, 'value'), 'tensor');
  if (tensor === undefined) return null;
  return {
    type: typeName(member(tensor, 'dtype')),
    shape: readTensorShape(member(tensor, 'tensorShape') ?? member(tensor, 'tensor_shape')),
    node: tensor,
  };
}

/** `{dim: [{size: "-1"}, …]}` with open sizes as null; null when not even the rank is known. */
export function readTensorShape(node: JsonNode | undefined): Shape | null {
  if (node?.type !== 'object' || member(node, 'unknownRank')?.value === true) return null;
  return items(member(node, 'dim')).map((dim) => {
    const size = integerOf(member(dim, 'size'));
    // Protocol buffers leave a size of 0 out, as they do with every zero.
    if (size === null) return member(dim, 'size') === undefined ? 0 : null;
    return size < 0 ? null : size;
  });
}

/** 64-bit integers are strings in the JSON of protocol buffers. What a number cannot hold exactly is unknown. */
export function integerOf(node: JsonNode | undefined): number | null {
  const text = textOf(node);
  const value = text !== null && /^-?\d+$/.test(text) ? Number(text) : numberOf(node);
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

function typeName(node: JsonNode | undefined): string | null {
  return textOf(node) ?? typeNames[numberOf(node) ?? -1] ?? null;
}

/** tensorflow/core/framework/types.proto */
const typeNames: Readonly<Record<number, string>> = {
  1: 'DT_FLOAT',
  2: 'DT_DOUBLE',
  3: 'DT_INT32',
  4: 'DT_UINT8',
  5: 'DT_INT16',
  6: 'DT_INT8',
  7: 'DT_STRING',
  8: 'DT_COMPLEX64',
  9: 'DT_INT64',
  10: 'DT_BOOL',
  14: 'DT_BFLOAT16',
  19: 'DT_HALF',
};

/** TensorFlow.js reads either base64 or a list of character codes. */
function bytesAsText(node: JsonNode | undefined): string | null {
  if (node?.type === 'array') return String.fromCharCode(...items(node).map((item) => numberOf(item) ?? 63));
  const text = textOf(node);
  const bytes = text === null ? null : decodeBase64(text);
  return bytes && Array.from(bytes, (code) => String.fromCharCode(code)).join('');
}
