import type { TensorLayout } from '../../map-layout.ts';
import { statisticsFields } from '../../summary.ts';
import type { Builder, Call } from '../builder.ts';
import { add, isLess, multiply, select, subtract } from '../emit/functions.ts';
import {
  ABSOLUTE,
  CONVERT,
  type Code,
  countingDown,
  EQUAL,
  get,
  loadVector,
  MAXIMUM,
  MINIMUM,
  SUBTRACT_INTEGER,
  sequence,
  set,
  splat,
  storeVector,
} from '../emit/instructions.ts';
import type { WasmFunction } from '../emit/module.ts';

/** Statistics of maps that lie in the memory of a session. */
export interface Statistics {
  /**
   * @param address of the tensor, in bytes
   * @returns null where the squares exceed single precision
   */
  of(call: Call, memory: Float32Array, address: number, layout: TensorLayout): Float64Array | null;
}

/** No variance is this. */
const OVERFLOW = -1;

/** Elements of a chunk: few enough to stay in the cache for a second pass, and for float32 sums to be good. */
const CHUNK = 256;

/** Numbers that the code leaves per chunk, four lanes each. */
const LEFT_BY_CODE = { min: 0, max: 1, middle: 2, deviations: 3, squares: 4, zeros: 5, notFinite: 6, nans: 7 } as const;

/** What is known of a part of a map. */
const [MIN, MAX, SUM, SQUARES, ZEROS, COUNT, NANS] = [0, 1, 2, 3, 4, 5, 6];
const FIELDS = 7;

/**
 * Four maps at a time, or four parts of one, in chunks: what differs from the middle between the chunk's smallest and
 * largest, and its squares. The chunks are joined in double precision by Chan, Golub and LeVeque's formula (1979), so
 * that no variance cancels.
 */
export function statistics(builder: Builder): Statistics {
  const code = builder.define('statistics', chunkFunction);
  const result = builder.allocate(Object.keys(LEFT_BY_CODE).length * 4);
  return {
    of(call, memory, address, layout) {
      const size = layout.height * layout.width;
      const all = new Float64Array(layout.maps * statisticsFields.length);
      const chunks = (from: number, stride: number, joined: Float64Array, maps: number, count: number) => {
        start(joined);
        for (let first = 0; first < count; first += CHUNK) {
          const elements = Math.min(CHUNK, count - first);
          // All maps of a chunk before the next one, which finds them in the cache: maps lie among each other.
          for (let map = 0; map < maps; map += 4) {
            call(code, from + first * stride + map * 4, result, elements, stride);
            for (let lane = 0; lane < 4; lane++) join(joined, map + lane, memory, result / 4 + lane, elements);
          }
        }
      };
      if (layout.elementStride === 1) {
        const parts = new Float64Array(4 * FIELDS);
        for (let map = 0; map < layout.maps; map++) {
          const from = address + map * layout.mapStride * 4;
          chunks(from, 16, parts, 1, Math.floor(size / 4));
          const rest = memory.subarray(from / 4 + Math.floor(size / 4) * 4, from / 4 + size);
          write(
            all,
            map,
            size,
            [...[0, 1, 2, 3].map((lane) => partOf(parts, lane)), ...Array.from(rest, single)].reduce(union),
          );
        }
      } else {
        const parts = new Float64Array(Math.ceil(layout.maps / 4) * 4 * FIELDS);
        chunks(address, layout.elementStride * 4, parts, layout.maps, size);
        for (let map = 0; map < layout.maps; map++) write(all, map, size, partOf(parts, map));
      }
      return overflows(all) ? null : all;
    },
  };
}

/** Minimum, maximum and sum, squares of deviations from the mean, zeros, finite numbers, NaNs. */
type Part = Float64Array;

function start(parts: Float64Array): void {
  parts.fill(0);
  for (let at = 0; at < parts.length; at += FIELDS) {
    parts[at + MIN] = Number.POSITIVE_INFINITY;
    parts[at + MAX] = Number.NEGATIVE_INFINITY;
  }
}

function partOf(parts: Float64Array, index: number): Part {
  return parts.slice(index * FIELDS, (index + 1) * FIELDS);
}

/** Joins what the code has left of a lane's chunk to a part. */
function join(joined: Float64Array, part: number, memory: Float32Array, at: number, elements: number): void {
  const base = part * FIELDS;
  const count = elements - memory[at + 4 * LEFT_BY_CODE.notFinite];
  joined[base + ZEROS] += memory[at + 4 * LEFT_BY_CODE.zeros];
  joined[base + NANS] += memory[at + 4 * LEFT_BY_CODE.nans];
  if (count === 0) return;
  if (memory[at + 4 * LEFT_BY_CODE.min] < joined[base + MIN]) joined[base + MIN] = memory[at + 4 * LEFT_BY_CODE.min];
  if (memory[at + 4 * LEFT_BY_CODE.max] > joined[base + MAX]) joined[base + MAX] = memory[at + 4 * LEFT_BY_CODE.max];
  const deviations = memory[at + 4 * LEFT_BY_CODE.deviations];
  const sum = memory[at + 4 * LEFT_BY_CODE.middle] * count + deviations;
  const squares = Math.max(0, memory[at + 4 * LEFT_BY_CODE.squares] - deviations ** 2 / count);
  joined[base + SQUARES] += squares + between(joined[base + SUM], joined[base + COUNT], sum, count);
  joined[base + SUM] += sum;
  joined[base + COUNT] += count;
}

/** What the squares of two parts together have more than each for itself. */
function between(sum: number, count: number, otherSum: number, otherCount: number): number {
  if (count === 0 || otherCount === 0) return 0;
  return ((sum / count - otherSum / otherCount) ** 2 * count * otherCount) / (count + otherCount);
}

function union(a: Part, b: Part): Part {
  const squares = a[SQUARES] + b[SQUARES] + between(a[SUM], a[COUNT], b[SUM], b[COUNT]);
  return Float64Array.of(
    Math.min(a[MIN], b[MIN]),
    Math.max(a[MAX], b[MAX]),
    a[SUM] + b[SUM],
    squares,
    a[ZEROS] + b[ZEROS],
    a[COUNT] + b[COUNT],
    a[NANS] + b[NANS],
  );
}

function single(value: number): Part {
  const known = Number.isFinite(value);
  return Float64Array.of(
    known ? value : Number.POSITIVE_INFINITY,
    known ? value : Number.NEGATIVE_INFINITY,
    known ? value : 0,
    0,
    value === 0 ? 1 : 0,
    known ? 1 : 0,
    Number.isNaN(value) ? 1 : 0,
  );
}

function overflows(all: Float64Array): boolean {
  return all.some((value, at) => at % statisticsFields.length === VARIANCE && value === OVERFLOW);
}

const VARIANCE = statisticsFields.indexOf('variance');

function write(all: Float64Array, map: number, size: number, part: Part): void {
  const count = part[COUNT];
  const infinities = size - count - part[NANS];
  const known =
    count === 0
      ? [Number.NaN, Number.NaN, Number.NaN, 0]
      : [part[MIN], part[MAX], part[SUM] / count, Number.isFinite(part[SQUARES]) ? part[SQUARES] / count : OVERFLOW];
  all.set([...known, part[ZEROS], part[NANS], infinities], map * statisticsFields.length);
}

/** `(input, result, elements, stride)`: the fields of one chunk of four lanes. */
function chunkFunction(): WasmFunction {
  const [IN, OUT, ELEMENTS, STRIDE, LEFT, AT] = [0, 1, 2, 3, 4, 5];
  const [LEAST, MOST, MIDDLE, DEVIATIONS, SQUARE, ZERO, FINITES, NUMBERS, VALUE, FINITE] = [
    6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ];
  const value = get(VALUE);
  const finite = get(FINITE);
  const load = sequence(
    sequence(loadVector(AT, 0), set(VALUE)),
    sequence(isLess(sequence(value, ABSOLUTE), splat(Number.POSITIVE_INFINITY)), set(FINITE)),
  );
  const step = sequence(get(AT), get(STRIDE), [0x6a], set(AT));
  // A mask is −1 where it is set.
  const count = (local: number, mask: Code) => sequence(get(local), mask, SUBTRACT_INTEGER, set(local));
  const first = sequence(
    load,
    sequence(get(LEAST), select(value, splat(Number.POSITIVE_INFINITY), finite), MINIMUM, set(LEAST)),
    sequence(get(MOST), select(value, splat(Number.NEGATIVE_INFINITY), finite), MAXIMUM, set(MOST)),
    count(ZERO, sequence(value, splat(0), EQUAL)),
    count(FINITES, finite),
    count(NUMBERS, sequence(value, value, EQUAL)),
    step,
  );
  const second = sequence(
    sequence(load, select(subtract(value, get(MIDDLE)), splat(0), finite), set(VALUE)),
    sequence(add(get(DEVIATIONS), value), set(DEVIATIONS)),
    sequence(add(get(SQUARE), multiply(value, value)), set(SQUARE)),
    step,
  );
  const restart = sequence(get(ELEMENTS), set(LEFT), get(IN), set(AT));
  const elements = sequence(get(ELEMENTS), [0xfd, 0x11], CONVERT);
  const half = (local: number) => multiply(get(local), splat(0.5));
  const others = (local: number) => sequence(subtract(elements, sequence(get(local), CONVERT)), set(local));
  const results = { min: LEAST, max: MOST, middle: MIDDLE, deviations: DEVIATIONS, squares: SQUARE } as const;
  const counts = { zeros: ZERO, notFinite: FINITES, nans: NUMBERS } as const;
  const body = sequence(
    sequence(splat(Number.POSITIVE_INFINITY), set(LEAST), splat(Number.NEGATIVE_INFINITY), set(MOST)),
    ...[DEVIATIONS, SQUARE, ZERO, FINITES, NUMBERS].map((local) => sequence(splat(0), set(local))),
    sequence(restart, countingDown(LEFT, first)),
    sequence(add(half(LEAST), half(MOST)), set(MIDDLE)),
    sequence(restart, countingDown(LEFT, second)),
    sequence(get(ZERO), CONVERT, set(ZERO)),
    others(FINITES),
    others(NUMBERS),
    ...Object.entries({ ...results, ...counts }).map(([name, local]) =>
      storeVector(OUT, LEFT_BY_CODE[name as keyof typeof LEFT_BY_CODE] * 16, local, 4),
    ),
  );
  return { parameters: 4, integers: 2, vectors: 10, body };
}
