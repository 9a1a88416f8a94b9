import { type Code, unsigned } from './instructions.ts';

/** A function of i32 parameters without a result. Locals follow the parameters: first the i32s, then the vectors. */
export interface WasmFunction {
  readonly parameters: number;
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
}

/**
 * A module that imports `host.memory` and exports each function by its index, `'0'`, `'1'`, …
 * https://webassembly.github.io/spec/core/binary/modules.html
 */
export function moduleOf(functions: readonly WasmFunction[], maximumPages: number): Uint8Array<ArrayBuffer> {
  const arities = [...new Set(functions.map(({ parameters }) => parameters))];
  const types = arities.map((arity) => [0x60, list(new Array<Code>(arity).fill([0x7f])), 0]);
  const memory = [text('host'), text('memory'), 0x02, 0x01, unsigned(0), unsigned(maximumPages)];
  const exported = functions.map((_, index) => [text(`${index}`), 0x00, unsigned(index)]);
  return joined([
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, list(types)),
    section(2, list([memory])),
    section(3, list(functions.map(({ parameters }) => unsigned(arities.indexOf(parameters))))),
    section(7, list(exported)),
    section(10, [unsigned(functions.length), ...functions.map(body)]),
  ]);
}

/** Code, and what is joined already. */
type Part = Code | Uint8Array | readonly (number | Part)[];

function body({ integers, vectors, body: code }: WasmFunction): Part {
  const locals = list([
    [unsigned(integers), 0x7f],
    [unsigned(vectors), 0x7b],
  ]);
  return counted([locals, code, 0x0b]);
}

function section(id: number, content: Part): Part {
  return [id, counted(content)];
}

/** How many bytes follow, and they. */
function counted(content: Part): Part {
  const bytes = joined(content);
  return [unsigned(bytes.length), bytes];
}

function joined(part: Part): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(part));
  write(part, bytes, 0);
  return bytes;
}

function lengthOf(part: Part): number {
  if (part instanceof Uint8Array) return part.length;
  let length = 0;
  for (let i = 0; i < part.length; i++) {
    const one = part[i];
    length += typeof one === 'number' ? 1 : lengthOf(one);
  }
  return length;
}

/** @returns where the next part begins */
function write(part: Part, bytes: Uint8Array, start: number): number {
  let at = start;
  if (part instanceof Uint8Array) {
    bytes.set(part, at);
    return at + part.length;
  }
  for (let i = 0; i < part.length; i++) {
    const one = part[i];
    if (typeof one === 'number') bytes[at++] = one;
    else at = write(one, bytes, at);
  }
  return at;
}

function list(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

function text(value: string): Code {
  return list([...value].map((character) => [character.charCodeAt(0)]));
}
