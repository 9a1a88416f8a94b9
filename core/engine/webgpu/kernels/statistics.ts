import { statisticsFields } from '../../summary.ts';
import type { DeviceTensor } from '../layout.ts';
import { bind, type Dispatch, dispatch, flat, LOWEST_BITS, shader } from '../shader.ts';
import { tree } from './reduction.ts';

const THREADS = 256;

/** vec4 that the kernel leaves per block of channels, one lane per channel. */
const LEFT = { min: 0, max: 1, middle: 2, deviations: 3, squares: 4, zeros: 5, finite: 6, nans: 7 } as const;
const VECTORS = Object.keys(LEFT).length;

/** Bytes that the statistics of a tensor take. */
export function statisticsBytes({ layout }: Pick<DeviceTensor, 'layout'>): number {
  return layout.blocks * VECTORS * 16;
}

/**
 * Statistics of every channel of the first image: one workgroup per vec4 of channels, which goes over the pixels for
 * extremes and counts, for the mean, by what differs from the middle between the extremes, and for the squares.
 */
export function statistics(input: Pick<DeviceTensor, 'buffer' | 'layout'>, output: number): Dispatch {
  const { blocks, pixels } = input.layout;
  const code = shader({
    label: 'statistics',
    threads: THREADS,
    inputs: ['x'],
    sizes: ['pixels', 'lowest', 'highest'],
    declarations: `${tree('vec4f', 'select(select(a + b, max(a, b), kind == 1), min(a, b), kind == 0)', 'kind: i32')}
fn magnitude(v: vec4f) -> vec4u { return bitcast<vec4u>(v) & vec4u(0x7fffffffu); }
fn isFinite(v: vec4f) -> vec4<bool> { return magnitude(v) < vec4u(0x7f800000u); }
fn one(condition: vec4<bool>) -> vec4f { return select(vec4f(), vec4f(1), condition); }`,
    body: `let base = group.x * s.pixels;
var low = vec4f(bitcast<f32>(s.highest));
var high = vec4f(bitcast<f32>(s.lowest));
var zeros = vec4f();
var finite = vec4f();
var nans = vec4f();
for (var p = thread; p < s.pixels; p += ${THREADS}) {
  let v = x[base + p];
  low = select(low, min(low, v), isFinite(v));
  high = select(high, max(high, v), isFinite(v));
  zeros += one(magnitude(v) == vec4u());
  finite += one(isFinite(v));
  nans += one(magnitude(v) > vec4u(0x7f800000u));
}
low = reduce(thread, low, 0);
high = reduce(thread, high, 1);
zeros = reduce(thread, zeros, 2);
finite = reduce(thread, finite, 2);
nans = reduce(thread, nans, 2);
let count = max(finite, vec4f(1));
let middle = select(vec4f(), low * 0.5 + high * 0.5, finite > vec4f());
var deviations = vec4f();
for (var p = thread; p < s.pixels; p += ${THREADS}) {
  let v = x[base + p];
  deviations += select(vec4f(), v - middle, isFinite(v));
}
deviations = reduce(thread, deviations, 2);
var squares = vec4f();
for (var p = thread; p < s.pixels; p += ${THREADS}) {
  let v = x[base + p];
  let d = select(vec4f(), v - middle - deviations / count, isFinite(v));
  squares += d * d;
}
squares = reduce(thread, squares, 2);
if (thread == 0) {
${Object.entries({ ...LEFT })
  .map(([name, at]) => `  y[group.x * ${VECTORS} + ${at}] = ${variables[name as keyof typeof LEFT]};`)
  .join('\n')}
}`,
  });
  const sizes = { pixels, lowest: LOWEST_BITS, highest: HIGHEST_BITS };
  return dispatch(code, [bind(input)], output, sizes, flat(blocks, 1));
}

/** The bits of ∞. */
const HIGHEST_BITS = 0x7f800000;

const variables: Readonly<Record<keyof typeof LEFT, string>> = {
  min: 'low',
  max: 'high',
  middle: 'middle',
  deviations: 'deviations',
  squares: 'squares',
  zeros: 'zeros',
  finite: 'finite',
  nans: 'nans',
};

/**
 * The statistics of every map from what the kernel has left.
 * @returns null where the squares exceed single precision
 */
export function readStatistics(left: Float32Array, maps: number, size: number): Float64Array | null {
  const all = new Float64Array(maps * statisticsFields.length);
  for (let map = 0; map < maps; map++) {
    const at = (name: keyof typeof LEFT) => left[(Math.floor(map / 4) * VECTORS + LEFT[name]) * 4 + (map % 4)];
    const count = at('finite');
    const known =
      count === 0
        ? [Number.NaN, Number.NaN, Number.NaN, 0]
        : [at('min'), at('max'), at('middle') + at('deviations') / count, at('squares') / count];
    if (!Number.isFinite(known[3])) return null;
    all.set([...known, at('zeros'), at('nans'), size - count - at('nans')], map * statisticsFields.length);
  }
  return all;
}
