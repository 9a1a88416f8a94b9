import { histogramBins, histogramOf, type Scale } from '../../histogram.ts';
import type { Builder, Call } from '../builder.ts';
import { bounded, isLess, multiply, select, subtract } from '../emit/functions.ts';
import {
  ABSOLUTE,
  advance,
  type Code,
  constant,
  countingDown,
  get,
  loadSplat,
  loadVector,
  repeat,
  sequence,
  set,
  shiftLeft,
  splat,
  splatInteger,
  TO_INTEGER,
  unsigned,
} from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';

/** Counts values that lie in the memory of a session. */
export interface Histogram {
  /** @param address of the first of so many `values`, in bytes */
  of(call: Call, memory: Float32Array, address: number, values: number, scale: Scale): Uint32Array;
}

/** One interval more takes what is not finite. Every lane counts for itself: four values may fall into one interval. */
const COUNTERS = (histogramBins + 1) * 4;

export function histogram(builder: Builder): Histogram {
  const code = builder.define('histogram', countFunction);
  const scaleAt = builder.allocate(2);
  const table = builder.allocate(COUNTERS);
  return {
    of(call, memory, address, values, scale) {
      const vectors = Math.floor(values / 4);
      const counts = histogramOf(memory.subarray(address / 4 + vectors * 4, address / 4 + values), scale);
      if (vectors === 0) return counts;
      const lanes = new Uint32Array(memory.buffer, table, COUNTERS);
      lanes.fill(0);
      memory.set([scale.base, scale.factor], scaleAt / 4);
      call(code, address, table, scaleAt, vectors);
      return counts.map((count, bin) => lanes.subarray(bin * 4, bin * 4 + 4).reduce((a, b) => a + b, count));
    },
  };
}

/** `(values, table, scale, vectors)` */
function countFunction(): WasmFunction {
  const [IN, TABLE, SCALE, VECTORS, AT, VALUE, PLACE] = [0, 1, 2, 3, 4, 5, 6];
  const value = get(VALUE);
  const place = multiply(subtract(multiply(value, splat(0.5)), loadSplat(SCALE, 0)), loadSplat(SCALE, 4));
  const finite = isLess(sequence(value, ABSOLUTE), splat(Number.POSITIVE_INFINITY));
  const bin = sequence(bounded(place, 0, histogramBins - 1), TO_INTEGER);
  const step = sequence(
    sequence(loadVector(IN, 0), set(VALUE)),
    sequence(select(bin, splatInteger(histogramBins), finite), shiftLeft(4), set(PLACE)),
    repeat(4, (lane) =>
      sequence(
        sequence(get(PLACE), extractLane(lane), get(TABLE), ADD_ADDRESS, set(AT)),
        sequence(get(AT), get(AT), load(lane * 4), constant(1), ADD_ADDRESS, store(lane * 4)),
      ),
    ),
    advance(IN, 16),
  );
  return { parameters: 4, integers: 1, vectors: 2, body: countingDown(VECTORS, step) };
}

const ADD_ADDRESS: Code = [0x6a];
const extractLane = (lane: number): Code => [0xfd, 0x1b, lane];
const load = (offset: number): Code => [0x28, 2, ...unsigned(offset)];
const store = (offset: number): Code => [0x36, 2, ...unsigned(offset)];
