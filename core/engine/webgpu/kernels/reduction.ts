import { type DeviceTensor, lanesInLastBlock } from '../layout.ts';
import {
  bind,
  COMPARISONS,
  type Dispatch,
  dispatch,
  flat,
  LOWEST_BITS,
  maskLanes,
  type PackedWeights,
  type Shader,
  shader,
} from '../shader.ts';

const THREADS = 256;

/** Global max or average pooling: one workgroup per vec4 of channels, summing over all pixels. */
export function globalPooling(kind: 'max' | 'average', input: DeviceTensor, output: DeviceTensor): Dispatch {
  const { batch, blocks, pixels } = input.layout;
  return dispatch(
    globalShader(kind),
    [bind(input)],
    output.buffer,
    { pixels, lowest: LOWEST_BITS },
    flat(batch * blocks, 1),
  );
}

function globalShader(kind: 'max' | 'average'): Shader {
  const combine = kind === 'max' ? 'larger(a, b)' : 'a + b';
  return shader({
    label: `global ${kind} pooling`,
    threads: THREADS,
    inputs: ['x'],
    sizes: ['pixels', 'lowest'],
    declarations: `${COMPARISONS}\n${tree('vec4f', combine)}`,
    body: `let slice = group.x;
var v = vec4f(${kind === 'max' ? 'bitcast<f32>(s.lowest)' : '0'});
for (var p = thread; p < s.pixels; p += ${THREADS}) { v = combine(v, x[slice * s.pixels + p]); }
v = reduce(thread, v);
if (thread == 0) { y[slice] = ${kind === 'max' ? 'v' : 'v / f32(s.pixels)'}; }`,
  });
}

/** Softmax (or its logarithm) over the channels of every pixel: one workgroup each. */
export function softmax(kind: 'softmax' | 'logSoftmax', input: DeviceTensor, output: DeviceTensor): Dispatch {
  const { batch, blocks, pixels, channels } = input.layout;
  const lanes = lanesInLastBlock(channels);
  const result = kind === 'softmax' ? 'exp(x[at] - top) / total' : 'x[at] - top - log(total)';
  const code = shader({
    label: kind,
    threads: THREADS,
    inputs: ['x'],
    sizes: ['pixels', 'blocks'],
    declarations: `${tree('f32', 'select(a + b, max(a, b), largest)', 'largest: bool')}
fn valid(block: i32) -> vec4<bool> { return vec4i(0, 1, 2, 3) < vec4i(select(4, ${lanes}, block == s.blocks - 1)); }`,
    body: `let item = group.x;
let base = item / s.pixels * s.blocks * s.pixels + item % s.pixels;
var most = -3.4028234e38;
for (var block = thread; block < s.blocks; block += ${THREADS}) {
  let v = select(vec4f(-3.4028234e38), x[base + block * s.pixels], valid(block));
  most = max(most, max(max(v.x, v.y), max(v.z, v.w)));
}
let top = reduce(thread, most, true);
var sum = 0.0;
for (var block = thread; block < s.blocks; block += ${THREADS}) {
  sum += dot(select(vec4f(), exp(x[base + block * s.pixels] - top), valid(block)), vec4f(1));
}
let total = reduce(thread, sum, false);
for (var block = thread; block < s.blocks; block += ${THREADS}) {
  let at = base + block * s.pixels;
  y[at] = select(vec4f(), ${result}, valid(block));
}`,
  });
  const items = batch * pixels;
  return dispatch(code, [bind(input)], output.buffer, { pixels, blocks }, flat(items, 1));
}

/** Layer normalisation over the channels of every pixel, by the mean and then the mean square of what remains. */
export function layerNormalization(
  input: DeviceTensor,
  output: DeviceTensor,
  scaleShift: PackedWeights,
  epsilon: string,
): Dispatch {
  const { batch, blocks, pixels, channels } = input.layout;
  const lanes = lanesInLastBlock(channels);
  const code = shader({
    label: 'layer normalisation',
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: ['pixels', 'blocks', 'channels'],
    declarations: `${tree('f32', 'a + b')}
fn valid(block: i32) -> vec4<bool> { return vec4i(0, 1, 2, 3) < vec4i(select(4, ${lanes}, block == s.blocks - 1)); }`,
    body: `let item = group.x;
let base = item / s.pixels * s.blocks * s.pixels + item % s.pixels;
var sum = 0.0;
for (var block = thread; block < s.blocks; block += ${THREADS}) { sum += dot(x[base + block * s.pixels], vec4f(1)); }
let mean = reduce(thread, sum) / f32(s.channels);
var squares = 0.0;
for (var block = thread; block < s.blocks; block += ${THREADS}) {
  let v = select(vec4f(), x[base + block * s.pixels] - mean, valid(block));
  squares += dot(v, v);
}
let scale = inverseSqrt(reduce(thread, squares) / f32(s.channels) + ${epsilon});
for (var block = thread; block < s.blocks; block += ${THREADS}) {
  let at = base + block * s.pixels;
  var v = (x[at] - mean) * scale * w[block] + w[s.blocks + block];
  ${maskLanes('v', 'block', 's.blocks', lanes)}
  y[at] = v;
}`,
  });
  const items = batch * pixels;
  return dispatch(code, [bind(input), scaleShift], output.buffer, { pixels, blocks, channels }, flat(items, 1));
}

/** `reduce(thread, value)`: the combination over the workgroup, known to all its threads; may be called again. */
export function tree(type: 'f32' | 'vec4f', combination: string, parameter = ''): string {
  const extra = parameter ? `, ${parameter}` : '';
  const pass = parameter ? `, ${parameter.split(':')[0]}` : '';
  return `var<workgroup> parts: array<${type}, ${THREADS}>;
fn combine(a: ${type}, b: ${type}${extra}) -> ${type} { return ${combination}; }
fn reduce(thread: i32, value: ${type}${extra}) -> ${type} {
  parts[thread] = value;
  workgroupBarrier();
  for (var half = ${THREADS / 2}; half > 0; half /= 2) {
    if (thread < half) { parts[thread] = combine(parts[thread], parts[thread + half]${pass}); }
    workgroupBarrier();
  }
  let result = parts[0];
  workgroupBarrier();
  return result;
}`;
}
