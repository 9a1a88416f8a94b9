import { type DeviceTensor, lanesInLastBlock } from '../layout.ts';
import {
  bind,
  COMPARISONS,
  type Dispatch,
  dispatch,
  flat,
  flatIndex,
  LOWEST_BITS,
  maskLanes,
  type Shader,
  shader,
} from '../shader.ts';
import { WINDOW_SIZES, type Window, windowSizes } from './window.ts';

const THREADS = 64;

/** Max and average pooling. The average counts only what lies inside the input, as TensorFlow does. */
export function pooling(kind: 'max' | 'average', input: DeviceTensor, output: DeviceTensor, window: Window): Dispatch {
  const items = output.layout.vectors;
  return dispatch(
    poolingShader(kind, lanesInLastBlock(output.layout.channels)),
    [bind(input)],
    output.buffer,
    { ...windowSizes(window), items, blocks: output.layout.blocks, lowest: LOWEST_BITS },
    flat(items, THREADS),
  );
}

/** A window of padding alone has the maximum −∞, which lanes past the last channel must not hold. */
function poolingShader(kind: 'max' | 'average', lanes: number): Shader {
  return shader({
    label: `${kind} pooling`,
    threads: THREADS,
    inputs: ['x'],
    sizes: [...WINDOW_SIZES, 'items', 'blocks', 'lowest'],
    declarations: COMPARISONS,
    body: `${flatIndex(THREADS, 's.items')}
let q = i % s.pixels;
let base = i / s.pixels * s.inRows * s.inColumns;
let top = q / s.columns * s.rowStride + s.rowOffset;
let left = q % s.columns * s.columnStride + s.columnOffset;
var v = vec4f(${kind === 'max' ? 'bitcast<f32>(s.lowest)' : '0'});
var count = 0;
for (var tapRow = 0; tapRow < s.tapRows; tapRow++) {
  let r = top + tapRow * s.rowTap;
  if (r < 0 || r >= s.inRows) { continue; }
  for (var tapColumn = 0; tapColumn < s.tapColumns; tapColumn++) {
    let c = left + tapColumn * s.columnTap;
    if (c < 0 || c >= s.inColumns) { continue; }
    let value = x[base + r * s.inColumns + c];
    ${kind === 'max' ? 'v = larger(v, value);' : 'v += value;'}
    count++;
  }
}
${kind === 'max' ? maskLanes('v', 'i / s.pixels % s.blocks', 's.blocks', lanes) : 'v /= f32(max(count, 1));'}
y[i] = v;`,
  });
}
