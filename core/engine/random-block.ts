import type { Portions } from './breath.ts';

/**
 * Numbers by their place: the i-th of a seed is a function of the two, so that a block costs a few nanoseconds a number
 * and every engine draws the same. A counter is mixed by MurmurHash3's finaliser (Austin Appleby, public domain), with a
 * second key between its rounds, because streams of one key alone would be parts of one another.
 */
export function* drawUniform(data: Float32Array, seed: number, minimum: number, maximum: number): Portions {
  const scale = (maximum - minimum) / 2 ** 32;
  const second = mixed(seed ^ SECOND_KEY);
  for (let from = 0; from < data.length; from += BLOCK) {
    const past = Math.min(from + BLOCK, data.length);
    for (let i = from; i < past; i++) {
      let h = Math.imul(i, GOLDEN) ^ seed;
      h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ second;
      h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
      data[i] = minimum + ((h ^ (h >>> 16)) >>> 0) * scale;
    }
    yield;
  }
}

/**
 * Normal numbers by the inverse of the distribution function: 12 random bits choose an interval of a table and 20 the
 * place in it. In the outermost intervals the function is too curved for a line and is computed.
 *
 * @param truncated draws what lies beyond two deviations anew, as TensorFlow does, without making up for it: the
 *   deviation that remains is 0.88 of the nominal
 */
export function* drawNormal(
  data: Float32Array,
  seed: number,
  { mean, deviation, truncated }: { readonly mean: number; readonly deviation: number; readonly truncated: boolean },
): Portions {
  const lines = linesOf(truncated ? TRUNCATED : WHOLE, mean, deviation);
  const second = mixed(seed ^ SECOND_KEY);
  for (let from = 0; from < data.length; from += BLOCK) {
    const past = Math.min(from + BLOCK, data.length);
    alongLines(data, from, past, seed, second, lines);
    if (!truncated) drawTails(data, from, past, seed, second, mean, deviation);
    yield;
  }
}

/** A point of the line of the interval that the bits choose. A function of its own, so that it is compiled as one loop. */
function alongLines(
  data: Float32Array,
  from: number,
  past: number,
  seed: number,
  second: number,
  lines: Float64Array,
): void {
  for (let i = from; i < past; i++) {
    let h = Math.imul(i, GOLDEN) ^ seed;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ second;
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    const line = (h >>> 20) << 1;
    data[i] = lines[line] + lines[line + 1] * (h & 0xfffff);
  }
}

/** Computes the numbers of the outermost intervals, one in two thousand. */
function drawTails(
  data: Float32Array,
  from: number,
  past: number,
  seed: number,
  second: number,
  mean: number,
  deviation: number,
): void {
  for (let i = from; i < past; i++) {
    let h = Math.imul(i, GOLDEN) ^ seed;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) ^ second;
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    const interval = h >>> 20;
    if (interval !== 0 && interval !== INTERVALS - 1) continue;
    data[i] = mean + deviation * normalQuantile(((h >>> 0) + 0.5) / 2 ** 32);
  }
}

/** Per interval where its line starts and by how much it rises for one of its 2²⁰ steps. */
function linesOf(quantiles: Float64Array, mean: number, deviation: number): Float64Array {
  const lines = new Float64Array(2 * INTERVALS);
  for (let i = 0; i < INTERVALS; i++) {
    // The outermost quantiles of the whole distribution are infinite; drawTails replaces what is drawn of them.
    lines[2 * i] = mean + deviation * quantiles[i];
    lines[2 * i + 1] = (deviation * (quantiles[i + 1] - quantiles[i])) / 2 ** 20;
  }
  return lines;
}

/** Numbers between two breaths. */
const BLOCK = 2 ** 15;

const GOLDEN = 0x9e3779b9;
const SECOND_KEY = 0x5bd1e995;
const INTERVALS = 4096;

/** What lies below two deviations of the normal distribution. */
const BELOW_TWO = 0.022750131948179195;

function quantiles(from: number, past: number): Float64Array {
  return Float64Array.from({ length: INTERVALS + 1 }, (_, i) => normalQuantile(from + ((past - from) * i) / INTERVALS));
}

/** The inverse of the normal distribution function by Acklam's rational approximation, relative error 1.2·10⁻⁹. */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p >= 0.02425) {
    const q = p - 0.5;
    const r = q * q;
    return (q * horner(CENTRE, r)) / (1 + r * horner(CENTRE_BELOW, r));
  }
  const q = Math.sqrt(-2 * Math.log(p));
  return horner(TAIL, q) / (1 + q * horner(TAIL_BELOW, q));
}

const CENTRE = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const CENTRE_BELOW = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const TAIL = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const WHOLE = quantiles(0, 1);
const TRUNCATED = quantiles(BELOW_TWO, 1 - BELOW_TWO);
