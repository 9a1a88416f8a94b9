import type { ValueRange } from '../../value-range.ts';
import { type DeviceTensor, lanesInLastBlock } from '../layout.ts';
import { bind, type Dispatch, dispatch, each, flat, flatIndex, shader } from '../shader.ts';

const THREADS = 256;

/** From row-major floats (N,H,W,C) to blocks of vec4. */
export function toBlocks(input: number, output: Pick<DeviceTensor, 'buffer' | 'layout'>): Dispatch {
  const { layout } = output;
  const lanes = lanesInLastBlock(layout.channels);
  const code = shader({
    label: 'to blocks',
    threads: THREADS,
    inputs: ['x'],
    scalarInputs: ['x'],
    sizes: ['items', 'pixels', 'blocks', 'channels'],
    body: `${flatIndex(THREADS, 's.items')}
let block = i / s.pixels % s.blocks;
let at = (i / s.pixels / s.blocks * s.pixels + i % s.pixels) * s.channels + block * 4;
var v = vec4f(x[at], 0, 0, 0);
${each(3, (lane) => `${lane + 1 < lanes ? '' : 'if (block < s.blocks - 1) '}{ v.${'yzw'[lane]} = x[at + ${lane + 1}]; }`)}
y[i] = v;`,
  });
  const sizes = { items: layout.vectors, pixels: layout.pixels, blocks: layout.blocks, channels: layout.channels };
  return dispatch(code, [bind({ buffer: input })], output.buffer, sizes, flat(layout.vectors, THREADS));
}

/** From blocks of vec4 to row-major floats, those of a range. */
export function toRows(
  input: Pick<DeviceTensor, 'buffer' | 'layout'>,
  output: number,
  { first, step, count }: ValueRange,
): Dispatch {
  const { layout } = input;
  const code = shader({
    label: 'to rows',
    threads: THREADS,
    inputs: ['x'],
    scalarOutput: true,
    sizes: ['items', 'pixels', 'blocks', 'channels', 'first', 'step'],
    body: `${flatIndex(THREADS, 's.items')}
let element = s.first + i * s.step;
let channel = element % s.channels;
let pixel = element / s.channels;
y[i] = x[(pixel / s.pixels * s.blocks + channel / 4) * s.pixels + pixel % s.pixels][channel % 4];`,
  });
  const { pixels, blocks, channels } = layout;
  const sizes = { items: count, pixels, blocks, channels, first, step };
  return dispatch(code, [bind(input)], output, sizes, flat(count, THREADS));
}
