import { packTile } from '../../lowering/index.ts';
import { lanesInLastBlock } from '../layout.ts';
import {
  bind,
  type Dispatch,
  dispatch,
  each,
  indent,
  maskLanes,
  type PackedWeights,
  type Shader,
  shader,
} from '../shader.ts';
import { type Convolution, channelsOf, inBindings, packedKernel } from './convolution-spec.ts';
import { WINDOW_SIZES, windowSizes } from './window.ts';

const THREADS = 64;
/** Pixels of a workgroup's tile: one per thread while loading. */
const PIXELS = 64;
/** vec4 of the inner dimension per round: 16 values. */
const DEPTH = 4;

/** A tile's width in vec4 of output channels, and what it executes. */
export interface TiledCost {
  readonly width: number;
  readonly macs: number;
}

/** The wider tile reads less, the narrower wastes less: takes the wide one unless it executes more. */
export function tiledCost(conv: Convolution): TiledCost {
  const [rows, columns] = conv.window;
  const pixels = Math.ceil((rows.count * columns.count) / PIXELS) * PIXELS;
  const depth = Math.ceil((rows.taps * columns.taps * conv.input.layout.blocks) / DEPTH) * DEPTH * 4;
  const cost = (width: number): TiledCost => ({
    width,
    macs: conv.input.layout.batch * pixels * depth * Math.ceil(conv.output.layout.blocks / width) * width * 4,
  });
  const [wide, narrow] = [cost(8), cost(4)];
  return narrow.macs < wide.macs ? narrow : wide;
}

/**
 * Implicit matrix product: 64 pixels × 32 (or 16) channels per workgroup, the inner dimension (tap, input channel)
 * in rounds of 16 through 6 KiB of workgroup memory, each thread summing a column of pixels × one vec4 of channels.
 * The inner dimension runs on over the taps, so few channels do not leave rounds half empty.
 */
export function tiledKernels(conv: Convolution, { width, macs }: TiledCost, bindingBytes: number): Dispatch[] {
  const [rows, columns] = conv.window;
  const rounds = Math.ceil((rows.taps * columns.taps * conv.input.layout.blocks) / DEPTH);
  const tileFloats = rounds * DEPTH * 4 * width * 4;
  const parts = inBindings(conv, { width, tileFloats, bindingBytes });
  return parts.map((part) => tiledKernel(part, { width, macs: macs / parts.length }, rounds));
}

function tiledKernel(conv: Convolution, { width, macs }: TiledCost, rounds: number): Dispatch {
  const { input, output, blocks } = conv;
  const [rows, columns] = conv.window;
  const sizes = {
    ...windowSizes(conv.window),
    inBlocks: input.layout.blocks,
    outBlocks: output.layout.blocks,
    firstBlock: blocks.first,
    rounds,
  };
  return dispatch(
    tiledShader(width, lanesInLastBlock(output.layout.channels), conv.activation),
    [bind(input), packTiled(conv, width, rounds)],
    output.buffer,
    sizes,
    [
      Math.ceil((rows.count * columns.count) / PIXELS),
      Math.ceil((blocks.past - blocks.first) / width),
      input.layout.batch,
    ],
    macs,
  );
}

function tiledShader(width: number, outputLanes: number, activation: string): Shader {
  const perThread = (PIXELS * width) / THREADS;
  return shader({
    label: `convolution, tiles of ${PIXELS} pixels × ${width * 4} channels`,
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: [...WINDOW_SIZES, 'inBlocks', 'outBlocks', 'firstBlock', 'rounds'],
    declarations: `${activation}
var<workgroup> tileX: array<vec4f, ${PIXELS * DEPTH}>;
var<workgroup> tileW: array<vec4f, ${DEPTH * 4 * width}>;`,
    body: `let inPixels = s.inRows * s.inColumns;
let base = group.z * s.inBlocks * inPixels;
let mine = min(group.x * ${PIXELS} + thread, s.pixels - 1);
let row = mine / s.columns * s.rowStride + s.rowOffset;
let column = mine % s.columns * s.columnStride + s.columnOffset;
let lane = thread % ${width};
let first = thread / ${width} * ${perThread};
let ownBlock = group.y * ${width} + lane;
let outBlock = s.firstBlock + ownBlock;
${each(perThread, (p) => `var a${p} = w[ownBlock];`)}
var k = ${width} * groups.y + group.y * s.rounds * ${DEPTH * 4 * width};
var block = 0;
var tapRow = 0;
var tapColumn = 0;
for (var round = 0; round < s.rounds; round++) {
${indent(each(DEPTH, (d) => loadPixel(d)))}
${indent(each((DEPTH * 4 * width) / THREADS, (part) => `tileW[${part * THREADS} + thread] = w[k + ${part * THREADS} + thread];`))}
  k += ${DEPTH * 4 * width};
  workgroupBarrier();
${indent(each(DEPTH, (d) => multiplyRound(d, width, perThread)))}
  workgroupBarrier();
}
if (outBlock >= s.outBlocks) { return; }
${each(perThread, (p) => storePixel(p, outputLanes))}`,
  });
}

/** Loads this thread's pixel for one vec4 of the inner dimension and moves on to the next tap when the channels end. */
function loadPixel(d: number): string {
  return `{
  let r = row + tapRow * s.rowTap;
  let c = column + tapColumn * s.columnTap;
  let inside = tapRow < s.tapRows && r >= 0 && r < s.inRows && c >= 0 && c < s.inColumns;
  tileX[${d * PIXELS} + thread] = select(vec4f(), x[base + select(0, block * inPixels + r * s.inColumns + c, inside)], inside);
  block++;
  if (block == s.inBlocks) {
    block = 0;
    tapColumn++;
    if (tapColumn == s.tapColumns) { tapColumn = 0; tapRow++; }
  }
}`;
}

function multiplyRound(d: number, width: number, perThread: number): string {
  return `{
${indent(each(4, (l) => `let w${l} = tileW[${(d * 4 + l) * width} + lane];`))}
${indent(
  each(
    perThread,
    (p) => `let x${p} = tileX[${d * PIXELS} + first + ${p}];
a${p} += x${p}.x * w0;
a${p} += x${p}.y * w1;
a${p} += x${p}.z * w2;
a${p} += x${p}.w * w3;`,
  ),
)}
}`;
}

function storePixel(p: number, outputLanes: number): string {
  return `{
  let q = group.x * ${PIXELS} + first + ${p};
  if (q < s.pixels) {
    let to = (q / s.columns * s.outRowStride + s.outRowOffset) * s.outColumns + q % s.columns * s.outColumnStride + s.outColumnOffset;
    var v = activate(a${p});
    ${maskLanes('v', 'outBlock', 's.outBlocks', outputLanes)}
    y[(group.z * s.outBlocks + outBlock) * s.outPixels + to] = v;
  }
}`;
}

/** `[bias: tiles · width][tile][round · 16 of (tap, input channel)][width]`, zeros past the end of either dimension. */
function packTiled(conv: Convolution, tile: number, rounds: number): PackedWeights {
  const [rows, columns] = conv.window;
  const { first, past } = channelsOf(conv);
  const width = tile * 4;
  const tiles = Math.ceil((past - first) / width);
  const tileFloats = rounds * DEPTH * 4 * width;
  // The inner dimension runs over whole blocks of input channels.
  const tapFloats = conv.input.layout.blocks * 4 * width;
  const tiling = { rows: rows.taps, columns: columns.taps, inputs: conv.input.layout.channels, width, tapFloats };
  return packedKernel(conv, `tiled ${tile}`, tiles * width + tiles * tileFloats, (kernel, packed) => {
    for (let at = first, to = tiles * width; at < past; at += width, to += tileFloats) {
      packTile(kernel, tiling, { first: at, count: Math.min(width, past - at) }, packed, to);
    }
  });
}
