import type { WasmFunction } from './emit/module.ts';

/** Collects addresses and functions while steps are planned. */
export interface Builder {
  readonly relaxed: boolean;
  readonly functions: readonly Definition[];
  /** Bytes of memory so far. */
  readonly bytes: number;
  /** All that was allocated, in order. */
  readonly places: readonly Place[];
  /** An address, in bytes and a multiple of 16, of so many float32 values. */
  allocate(floats: number): number;
  /** The index of the function of that key. */
  define(key: string, make: () => WasmFunction): number;
}

/** A part of the memory; the address in bytes. */
export interface Place {
  readonly address: number;
  readonly floats: number;
}

/** A function of the module, emitted when the module is not known yet. */
export interface Definition {
  /** Names all that the code depends on but for the indices of other functions, which follow from their order. */
  readonly key: string;
  make(): WasmFunction;
}

/** Vectors read and write past the last value of a tensor by less than this. */
const SLACK = 64;

export function createBuilder(relaxed: boolean): Builder {
  const functions: Definition[] = [];
  const places: Place[] = [];
  const known = new Map<string, number>();
  // Address 0 stays unused, as a place that no tensor has.
  let bytes = SLACK;
  return {
    relaxed,
    functions,
    places,
    get bytes() {
      return bytes;
    },
    allocate(floats) {
      const address = bytes;
      places.push({ address, floats });
      bytes += Math.ceil((floats * 4 + SLACK) / 64) * 64;
      return address;
    },
    define(key, make) {
      const found = known.get(key);
      if (found !== undefined) return found;
      functions.push({ key, make });
      known.set(key, functions.length - 1);
      return functions.length - 1;
    },
  };
}

/** Calls a function by its index. */
export type Call = (code: number, ...parameters: number[]) => void;
