import { type JsonNode, type JsonText, parseJson, rangeOf } from '../json/json-tree.ts';
import { type Reading, tellCut } from '../json/reading.ts';

/**
 * Parses JSON that stands as a string inside JSON, as Keras stores `model_config` in HDF5 attributes and as some
 * exporters copy it. Places point into the outer file.
 */
export function parseEmbedded(node: JsonNode, outer: string, reading: Reading): JsonText {
  const text = String(node.value);
  const offsets = offsetsOf(text.length, outer, node.offset + 1);
  const { root, problem, cut } = parseJson(text, reading.work);
  if (cut !== null) tellCut(reading, rangeOf(node));
  const at = (index: number): number => offsets[Math.min(index, text.length)]!;
  return {
    root: root && move(root, at),
    problem: problem && {
      message: problem.message,
      range: { start: at(problem.range.start), end: at(problem.range.end) },
    },
    cut: cut === null ? null : at(cut),
  };
}

/** Where each character of a string literal's value stands in the file, the end included. */
function offsetsOf(length: number, outer: string, start: number): Uint32Array {
  const offsets = new Uint32Array(length + 1);
  let offset = start;
  for (let index = 0; index < length; index++) {
    offsets[index] = offset;
    if (outer[offset] !== '\\') offset += 1;
    else offset += outer[offset + 1] === 'u' ? 6 : 2;
  }
  offsets[length] = offset;
  return offsets;
}

function move(node: JsonNode, at: (index: number) => number): JsonNode {
  if (node.type === 'array') return { ...node, ...moved(node, at), value: node.value.map((item) => move(item, at)) };
  if (node.type !== 'object') return { ...node, ...moved(node, at) };
  const value = node.value.map((property) => ({
    ...property,
    ...moved(property, at),
    value: property.value && move(property.value, at),
  }));
  return { ...node, ...moved(node, at), value };
}

function moved(
  { offset, length }: { readonly offset: number; readonly length: number },
  at: (index: number) => number,
): { readonly offset: number; readonly length: number } {
  return { offset: at(offset), length: at(offset + length) - at(offset) };
}
