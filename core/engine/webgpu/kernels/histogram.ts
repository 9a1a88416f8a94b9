import { histogramBins, type Scale } from '../../histogram.ts';
import type { DeviceTensor } from '../layout.ts';
import { bind, type Dispatch, dispatch, flat, shader } from '../shader.ts';

const THREADS = 256;

/** Numbers that the kernel leaves per block of channels: every interval, once per lane. */
const COUNTERS = histogramBins * 4;

/** Bytes that the histograms of a tensor take. */
export function histogramBytes({ layout }: Pick<DeviceTensor, 'layout'>): number {
  return layout.blocks * COUNTERS * 4;
}

/** Histograms of every channel of the first image: one workgroup per vec4 of channels counts in memory of its own. */
export function histogram(
  input: Pick<DeviceTensor, 'buffer' | 'layout'>,
  output: number,
  { base, factor }: Scale,
): Dispatch {
  const { blocks, pixels } = input.layout;
  const code = shader({
    label: 'histogram',
    threads: THREADS,
    inputs: ['x'],
    scalarOutput: true,
    sizes: ['pixels', 'base', 'factor'],
    declarations: `var<workgroup> counts: array<atomic<u32>, ${COUNTERS}>;`,
    body: `for (var p = thread; p < s.pixels; p += ${THREADS}) {
  let v = x[group.x * s.pixels + p];
  let isFinite = (bitcast<vec4u>(v) & vec4u(0x7fffffffu)) < vec4u(0x7f800000u);
  let known = select(vec4f(), v, isFinite);
  let place = (known * 0.5 - vec4f(bitcast<f32>(s.base))) * bitcast<f32>(s.factor);
  let bins = vec4i(clamp(place, vec4f(), vec4f(${histogramBins - 1})));
  for (var lane = 0; lane < 4; lane++) {
    if (isFinite[lane]) { atomicAdd(&counts[bins[lane] * 4 + lane], 1u); }
  }
}
workgroupBarrier();
for (var at = thread; at < ${COUNTERS}; at += ${THREADS}) { y[group.x * ${COUNTERS} + at] = f32(atomicLoad(&counts[at])); }`,
  });
  const sizes = { pixels, base: bitsOf(base), factor: bitsOf(factor) };
  return dispatch(code, [bind(input)], output, sizes, flat(blocks, 1));
}

/** The histogram of all maps together from what the kernel has left of each. */
export function readHistogram(left: Float32Array, maps: number): Uint32Array {
  const counts = new Uint32Array(histogramBins);
  for (let map = 0; map < maps; map++) {
    const block = Math.floor(map / 4) * COUNTERS + (map % 4);
    for (let bin = 0; bin < histogramBins; bin++) counts[bin] += left[block + bin * 4];
  }
  return counts;
}

function bitsOf(value: number): number {
  return new Int32Array(new Float32Array([value]).buffer)[0];
}
