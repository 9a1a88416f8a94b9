import { type Code, sequence, unsigned } from './instructions.ts';

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
  const types = arities.map((arity) => [0x60, ...list(new Array<number[]>(arity).fill([0x7f])), 0]);
  const memory = [...text('host'), ...text('memory'), 0x02, 0x01, ...unsigned(0), ...unsigned(maximumPages)];
  const exported = functions.map((_, index) => [...text(`${index}`), 0x00, ...unsigned(index)]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map(({ parameters }) => unsigned(arities.indexOf(parameters))))),
    ...section(7, list(exported)),
    ...section(10, list(functions.map(body))),
  ]);
}

function body({ integers, vectors, body: code }: WasmFunction): number[] {
  const locals = list([
    [...unsigned(integers), 0x7f],
    [...unsigned(vectors), 0x7b],
  ]);
  const content = [...locals, ...code, 0x0b];
  return [...unsigned(content.length), ...content];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...sequence(...items)];
}

function text(value: string): number[] {
  return list([...value].map((character) => [character.charCodeAt(0)]));
}
