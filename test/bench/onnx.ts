/**
 * A model of one node as ONNX bytes, because onnxruntime runs nothing else. Field numbers are those of onnx.proto3:
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export interface OnnxNode {
  readonly operator: string;
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Further inputs, constant. */
  readonly constants: readonly { readonly shape: readonly number[]; readonly data: Float32Array }[];
}

export function onnxModel(node: OnnxNode): Uint8Array {
  const names = node.constants.map((_, at) => `w${at}`);
  const attributes = Object.entries(node.attributes).map(([name, value]) =>
    message(5, [
      ...text(1, name),
      ...(typeof value === 'number'
        ? [...integer(3, value), ...integer(20, 2)]
        : [...value.flatMap((item) => integer(8, item)), ...integer(20, 7)]),
    ]),
  );
  const operation = [
    ...['x', ...names].flatMap((name) => text(1, name)),
    ...text(2, 'y'),
    ...text(4, node.operator),
    ...attributes.flat(),
  ];
  const graph = [
    ...message(1, operation),
    ...text(2, 'layer'),
    ...message(11, valueInfo('x', node.input)),
    ...message(12, valueInfo('y', node.output)),
  ];
  const initializers = node.constants.map(({ shape, data }, at) => {
    const head = [...shape.flatMap((size) => integer(1, size)), ...integer(2, 1), ...text(8, names[at])];
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return bytes(5, [new Uint8Array([...head, ...tag(9, 2), ...varint(raw.length)]), raw]);
  });
  const whole = bytes(7, [new Uint8Array(graph), ...initializers.flat()]);
  return join([new Uint8Array([...integer(1, 8), ...message(8, integer(2, 13))]), ...whole]);
}

function valueInfo(name: string, shape: readonly number[]): number[] {
  const dimensions = shape.flatMap((size) => message(1, integer(1, size)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, 1), ...message(2, dimensions)]))];
}

/** A field whose content is large and stays in pieces. */
function bytes(field: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [new Uint8Array([...tag(field, 2), ...varint(length)]), ...parts];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function message(field: number, content: readonly number[]): number[] {
  return [...tag(field, 2), ...varint(content.length), ...content];
}

function text(field: number, value: string): number[] {
  return message(field, [...new TextEncoder().encode(value)]);
}

function integer(field: number, value: number): number[] {
  return [...tag(field, 0), ...varint(value)];
}

function tag(field: number, wire: number): number[] {
  return varint(field * 8 + wire);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
