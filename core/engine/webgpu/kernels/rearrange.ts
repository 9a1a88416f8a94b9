import { type DeviceTensor, lanesInLastBlock, layoutOf, product } from '../layout.ts';
import { bind, type Dispatch, dispatch, flat, flatIndex, indent, shader } from '../shader.ts';

const THREADS = 256;

/**
 * Where one axis of the source is read: at ⌊(output index along `from` + offset) / divide⌋, or at 0 when `from` is
 * null. Outside the source is zero.
 */
export interface SourceAxis {
  readonly from: number | null;
  readonly offset?: number;
  readonly divide?: number;
}

/** Padding, cropping, nearest up-sampling, transposition and repetition: every output element is one input element. */
export function rearrange(
  label: string,
  input: DeviceTensor,
  output: DeviceTensor,
  axes: readonly SourceAxis[],
): Dispatch {
  const to = layoutOf(output.shape);
  const rank = output.shape.length;
  const sizes: Record<string, number> = { items: to.vectors };
  output.shape.forEach((size, axis) => {
    sizes[`out${axis}`] = size;
  });
  input.shape.forEach((size, axis) => {
    sizes[`in${axis}`] = size;
    sizes[`offset${axis}`] = axes[axis].offset ?? 0;
    sizes[`divide${axis}`] = axes[axis].divide ?? 1;
  });
  const source = axes.map(({ from }, axis) =>
    from === null
      ? `let a${axis} = 0;`
      : `let m${axis} = o${from} + s.offset${axis};
let a${axis} = m${axis} / s.divide${axis};
inside = inside && m${axis} >= 0 && a${axis} < s.in${axis};`,
  );
  const code = shader({
    label,
    threads: THREADS,
    inputs: ['x'],
    sizes: Object.keys(sizes),
    body: `${flatIndex(THREADS, 's.items')}
let lastBlocks = (s.out${rank - 1} + 3) / 4;
let pixels = ${
      output.shape
        .slice(1, -1)
        .map((_, at) => `s.out${at + 1}`)
        .join(' * ') || '1'
    };
let o0 = i / pixels / lastBlocks;
${coordinates('i % pixels', rank)}
var v = vec4f();
for (var lane = 0; lane < 4; lane++) {
  let o${rank - 1} = i / pixels % lastBlocks * 4 + lane;
  var inside = o${rank - 1} < s.out${rank - 1};
${indent(source.join('\n'))}
  if (inside) { v[lane] = ${elementAt(input.shape.length)}; }
}
y[i] = v;`,
  });
  return dispatch(code, [bind(input)], output.buffer, sizes, flat(to.vectors, THREADS));
}

/** `let o1 …` to `let o(rank−2)`: the spatial coordinates of a pixel. */
function coordinates(pixel: string, rank: number): string {
  const lines = [`var rest = ${pixel};`];
  for (let axis = rank - 2; axis >= 1; axis--) {
    lines.push(`let o${axis} = rest % s.out${axis};`, `rest /= s.out${axis};`);
  }
  return lines.join('\n');
}

/** The source element at a0, a1, … in its blocked layout. */
function elementAt(rank: number): string {
  let pixel = '0';
  let pixels = '1';
  for (let axis = 1; axis < rank - 1; axis++) {
    pixel = `(${pixel} * s.in${axis} + a${axis})`;
    pixels = `${pixels} * s.in${axis}`;
  }
  const last = rank - 1;
  return `x[((a0 * ((s.in${last} + 3) / 4) + a${last} / 4) * ${pixels} + ${pixel})][a${last} % 4]`;
}

/** The same elements in the same row-major order under another shape. */
export function reshape(input: DeviceTensor, output: DeviceTensor): Dispatch {
  const from = layoutOf(input.shape);
  const to = layoutOf(output.shape);
  const code = shader({
    label: 'reshape',
    threads: THREADS,
    inputs: ['x'],
    sizes: ['items', 'pixels', 'blocks', 'channels', 'fromPixels', 'fromBlocks', 'fromChannels'],
    body: `${flatIndex(THREADS, 's.items')}
let block = i / s.pixels % s.blocks;
let first = (i / s.pixels / s.blocks * s.pixels + i % s.pixels) * s.channels + block * 4;
var v = vec4f();
for (var lane = 0; lane < 4; lane++) {
  if (block * 4 + lane < s.channels) {
    let e = first + lane;
    let channel = e % s.fromChannels;
    let pixel = e / s.fromChannels;
    v[lane] = x[(pixel / s.fromPixels * s.fromBlocks + channel / 4) * s.fromPixels + pixel % s.fromPixels][channel % 4];
  }
}
y[i] = v;`,
  });
  const sizes = {
    items: to.vectors,
    pixels: to.pixels,
    blocks: to.blocks,
    channels: to.channels,
    fromPixels: from.pixels,
    fromBlocks: from.blocks,
    fromChannels: from.channels,
  };
  return dispatch(code, [bind(input)], output.buffer, sizes, flat(to.vectors, THREADS));
}

/**
 * Concatenation: one launch per input, each writing its part of the output. Along the channels a part that starts and
 * ends on multiples of 4 moves whole vec4; the last input also zeroes the lanes past the end.
 */
export function concatenate(inputs: readonly DeviceTensor[], output: DeviceTensor, axis: number): Dispatch[] {
  let start = 0;
  return inputs.map((input, at) => {
    const offset = start;
    start += input.shape[axis];
    const alongChannels = axis === output.shape.length - 1;
    if (!alongChannels) return copyAlongPixels(input, output, axis, offset);
    const last = at === inputs.length - 1;
    const whole = offset % 4 === 0 && (input.shape[axis] % 4 === 0 || last);
    return whole ? copyBlocks(input, output, offset) : copyChannels(input, output, offset, last);
  });
}

function copyBlocks(input: DeviceTensor, output: DeviceTensor, offset: number): Dispatch {
  const from = layoutOf(input.shape);
  const code = shader({
    label: 'concatenate blocks',
    threads: THREADS,
    inputs: ['x'],
    sizes: ['items', 'slice', 'outSlice', 'offset'],
    body: `${flatIndex(THREADS, 's.items')}
y[i / s.slice * s.outSlice + s.offset + i % s.slice] = x[i];`,
  });
  const sizes = {
    items: from.vectors,
    slice: from.blocks * from.pixels,
    outSlice: layoutOf(output.shape).blocks * from.pixels,
    offset: (offset / 4) * from.pixels,
  };
  return dispatch(code, [bind(input)], output.buffer, sizes, flat(from.vectors, THREADS));
}

function copyChannels(input: DeviceTensor, output: DeviceTensor, offset: number, last: boolean): Dispatch {
  const from = layoutOf(input.shape);
  const to = layoutOf(output.shape);
  const padding = last ? 4 - lanesInLastBlock(to.channels) : 0;
  const channels = from.channels + padding;
  const items = from.batch * from.pixels * channels;
  const code = shader({
    label: 'concatenate channels',
    threads: THREADS,
    inputs: ['x'],
    scalarOutput: true,
    sizes: ['items', 'pixels', 'blocks', 'channels', 'copied', 'outBlocks', 'offset'],
    body: `${flatIndex(THREADS, 's.items')}
let pixel = i % s.pixels;
let channel = i / s.pixels % s.copied;
let n = i / s.pixels / s.copied;
let goal = channel + s.offset;
let real = min(channel, s.channels - 1);
let value = x[(n * s.blocks + real / 4) * s.pixels + pixel][real % 4];
y[((n * s.outBlocks + goal / 4) * s.pixels + pixel) * 4 + goal % 4] = select(0, value, channel < s.channels);`,
  });
  const sizes = {
    items,
    pixels: from.pixels,
    blocks: from.blocks,
    channels: from.channels,
    copied: channels,
    outBlocks: to.blocks,
    offset,
  };
  return dispatch(code, [bind(input)], output.buffer, sizes, flat(items, THREADS));
}

function copyAlongPixels(input: DeviceTensor, output: DeviceTensor, axis: number, offset: number): Dispatch {
  const from = layoutOf(input.shape);
  const to = layoutOf(output.shape);
  const inner = product(input.shape.slice(axis + 1, -1));
  const code = shader({
    label: 'concatenate pixels',
    threads: THREADS,
    inputs: ['x'],
    sizes: ['items', 'pixels', 'outPixels', 'run', 'outRun', 'offset'],
    body: `${flatIndex(THREADS, 's.items')}
let pixel = i % s.pixels;
y[i / s.pixels * s.outPixels + pixel / s.run * s.outRun + s.offset + pixel % s.run] = x[i];`,
  });
  const sizes = {
    items: from.vectors,
    pixels: from.pixels,
    outPixels: to.pixels,
    run: input.shape[axis] * inner,
    outRun: output.shape[axis] * inner,
    offset: offset * inner,
  };
  return dispatch(code, [bind(input)], output.buffer, sizes, flat(from.vectors, THREADS));
}
