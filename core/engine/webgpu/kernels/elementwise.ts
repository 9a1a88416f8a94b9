import { type DeviceTensor, type Layout, lanesInLastBlock } from '../layout.ts';
import {
  type Binding,
  bind,
  COMPARISONS,
  type Dispatch,
  dispatch,
  each,
  flat,
  flatIndex,
  maskLanes,
  type PackedWeights,
  shader,
} from '../shader.ts';

const THREADS = 256;

/** One function of one tensor: `fn activate(v: vec4f) -> vec4f`. */
export function mapElements(label: string, activation: string, input: DeviceTensor, output: DeviceTensor): Dispatch {
  return elementwise(label, activation, 'activate(v0)', [bind(input)], [output.layout], output);
}

/** v·scale + shift by channel; the weights hold the blocks of the scales, then those of the shifts. */
export function scaleShift(label: string, weights: PackedWeights, input: DeviceTensor, output: DeviceTensor): Dispatch {
  const { layout } = output;
  const code = shader({
    label,
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: ['items', 'pixels', 'blocks'],
    body: `${flatIndex(THREADS, 's.items')}
let block = i / s.pixels % s.blocks;
y[i] = x[i] * w[block] + w[s.blocks + block];`,
  });
  const sizes = { items: layout.vectors, pixels: layout.pixels, blocks: layout.blocks };
  return dispatch(code, [bind(input), weights], output.buffer, sizes, flat(layout.vectors, THREADS));
}

/** PReLU: the slopes are a tensor of the input's shape without the batch, 1 along shared axes. */
export function parametricRelu(
  slopes: PackedWeights,
  slopesLayout: Layout,
  input: DeviceTensor,
  output: DeviceTensor,
): Dispatch {
  const formula = 'select(v1 * v0, v0, v0 > vec4f())';
  return elementwise('PReLU', '', formula, [bind(input), slopes], [input.layout, slopesLayout], output);
}

/** How each merge layer combines its inputs, `v0`, `v1`, … */
const MERGES = {
  add: (count: number) => terms(count).join(' + '),
  subtract: (count: number) => terms(count).join(' - '),
  multiply: (count: number) => terms(count).join(' * '),
  average: (count: number) => `(${terms(count).join(' + ')}) / ${count}`,
  maximum: (count: number) => terms(count).reduce((a, b) => `larger(${a}, ${b})`),
  minimum: (count: number) => terms(count).reduce((a, b) => `smaller(${a}, ${b})`),
} as const;

/** Storage buffers that every device binds at once, less the output. */
export const MOST_INPUTS = 7;

export function merge(kind: keyof typeof MERGES, inputs: readonly DeviceTensor[], output: DeviceTensor): Dispatch {
  const layouts = inputs.map((input) => input.layout);
  return elementwise(kind, COMPARISONS, MERGES[kind](inputs.length), inputs.map(bind), layouts, output);
}

/** An input can be spread over pixels, channels or the batch where it has only one. */
export function broadcastable(input: Layout, output: Layout): boolean {
  const fits = (a: number, b: number) => a === b || a === 1;
  return fits(input.batch, output.batch) && fits(input.pixels, output.pixels) && fits(input.channels, output.channels);
}

function elementwise(
  label: string,
  declarations: string,
  formula: string,
  inputs: readonly Binding[],
  layouts: readonly Layout[],
  output: DeviceTensor,
): Dispatch {
  const { layout } = output;
  const values = layouts.map((from, at) => `let v${at} = ${readBroadcast(`x${at}`, from, layout)};`);
  const lanes = lanesInLastBlock(layout.channels);
  const code = shader({
    label,
    threads: THREADS,
    inputs: inputs.map((_, at) => `x${at}`),
    sizes: ['items', 'pixels', 'blocks'],
    declarations,
    body: `${flatIndex(THREADS, 's.items')}
let pixel = i % s.pixels;
let block = i / s.pixels % s.blocks;
let n = i / s.pixels / s.blocks;
${values.join('\n')}
var v = ${formula};
${maskLanes('v', 'block', 's.blocks', lanes)}
y[i] = v;`,
  });
  const sizes = { items: layout.vectors, pixels: layout.pixels, blocks: layout.blocks };
  return dispatch(code, inputs, output.buffer, sizes, flat(layout.vectors, THREADS));
}

function readBroadcast(name: string, from: Layout, to: Layout): string {
  const same = from.batch === to.batch && from.pixels === to.pixels && from.channels === to.channels;
  if (same) return `${name}[i]`;
  const pixel = from.pixels === to.pixels ? 'pixel' : '0';
  const pixels = from.pixels === to.pixels ? 's.pixels' : '1';
  const n = from.batch === to.batch ? 'n' : '0';
  if (from.channels === to.channels) return `${name}[(${n} * s.blocks + block) * ${pixels} + ${pixel}]`;
  return `vec4f(${name}[${n} * ${pixels} + ${pixel}].x)`;
}

function terms(count: number): string[] {
  return each(count, (at) => `v${at}`).split('\n');
}
