/**
 * WebAssembly instructions as bytes, in parts of parts, which are only put together when all are there: copying them at
 * every level took most of the time of making a module. Numbers are from the core specification and its relaxed-SIMD
 * proposal.
 */
export type Code = readonly (number | Code)[];

/** Instructions one after the other. */
export function sequence(...parts: readonly Code[]): Code {
  return parts;
}

/** `make(0)`, `make(1)`, … one after the other. */
export function repeat(count: number, make: (index: number) => Code): Code {
  return Array.from({ length: count }, (_, index) => make(index));
}

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number): Code => [0x21, unsigned(local)];
export const constant = (value: number): Code => [0x41, signed(value)];
export const call = (index: number): Code => [0x10, unsigned(index)];

/** local += amount, nothing where the amount is 0. */
export function advance(local: number, amount: number): Code {
  return amount === 0 ? [] : [get(local), constant(amount), 0x6a, set(local)];
}

/** Runs `body` a fixed number of times, with `counter` as the local that counts down. */
export function times(count: number, counter: number, body: Code): Code {
  if (count <= 0) return [];
  if (count === 1) return body;
  return sequence(constant(count), set(counter), countingDown(counter, body));
}

/** Runs `body` as often as `counter` says, which is at least once, counting it down to zero. */
export function countingDown(counter: number, body: Code): Code {
  const countDown = sequence(get(counter), constant(1), [0x6b], [0x22, unsigned(counter)]);
  return sequence([0x03, 0x40], body, countDown, [0x0d, 0x00], [0x0b]);
}

export const loadVector = (pointer: number, offset: number): Code => [get(pointer), 0xfd, 0x00, 2, unsigned(offset)];
export const loadSplat = (pointer: number, offset: number): Code => [get(pointer), 0xfd, 0x09, 2, unsigned(offset)];
export const splat = (value: number): Code => [0x43, float(value), 0xfd, 0x13];

/** Stores the first `lanes` of the vector that `value` computes. */
export function storeVector(pointer: number, offset: number, value: number, lanes: number): Code {
  if (lanes >= 4) return [get(pointer), get(value), 0xfd, 0x0b, 2, unsigned(offset)];
  return repeat(lanes, (lane) => [get(pointer), get(value), 0xfd, 0x5a, 2, unsigned(offset + lane * 4), lane]);
}

export const splatInteger = (value: number): Code => [constant(value), 0xfd, 0x11];

export const ABSOLUTE: Code = [0xfd, 0xe0, 0x01];
export const NEGATE: Code = [0xfd, 0xe1, 0x01];
export const NEAREST: Code = [0xfd, 0x6a];
export const EQUAL: Code = [0xfd, 0x41];
export const LESS: Code = [0xfd, 0x43];
export const GREATER: Code = [0xfd, 0x44];
/** `a`, `b` and a mask: a where the mask is set, else b. */
export const SELECT: Code = [0xfd, 0x52];
/** Integers to float32. */
export const CONVERT: Code = [0xfd, 0xfa, 0x01];
export const TO_INTEGER: Code = [0xfd, 0xf8, 0x01];
export const ADD_INTEGER: Code = [0xfd, 0xae, 0x01];
export const SUBTRACT_INTEGER: Code = [0xfd, 0xb1, 0x01];
export const shiftLeft = (bits: number): Code => [constant(bits), 0xfd, 0xab, 0x01];
export const shiftRight = (bits: number): Code => [constant(bits), 0xfd, 0xac, 0x01];

export const ADD: Code = [0xfd, 0xe4, 0x01];
export const SUBTRACT: Code = [0xfd, 0xe5, 0x01];
export const MULTIPLY: Code = [0xfd, 0xe6, 0x01];
export const DIVIDE: Code = [0xfd, 0xe7, 0x01];
export const MINIMUM: Code = [0xfd, 0xe8, 0x01];
export const MAXIMUM: Code = [0xfd, 0xe9, 0x01];

/** sum += a · b. Relaxed SIMD has it as one instruction, rounded once or twice as the machine likes. */
export function multiplyAdd(sum: number, a: number, b: number, relaxed: boolean): Code {
  return relaxed
    ? sequence(get(a), get(b), get(sum), [0xfd, 0x85, 0x02], set(sum))
    : sequence(get(sum), get(a), get(b), MULTIPLY, ADD, set(sum));
}

/** LEB128. */
export function unsigned(value: number): number[] {
  if (value < 128) return [value];
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? byte + 128 : byte);
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  if (value >= -64 && value < 64) return [value & 127];
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0)) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

function float(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}
