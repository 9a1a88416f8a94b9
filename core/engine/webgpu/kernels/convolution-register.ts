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
const PIXELS = 4;

/** What the text depends on; everything else is a size in the uniform. */
interface Variant {
  /** vec4 of output channels per thread. */
  readonly tile: number;
  /** Channels of the last, partial block of inputs; 0 when the blocks are whole. */
  readonly tail: number;
  readonly outputLanes: number;
  readonly activation: string;
}

/**
 * Each thread computes 4 pixels × 8 channels in registers. All threads of a workgroup read the same weights, and
 * neighbours read neighbouring pixels. The last block of input channels multiplies only the lanes that exist, so a
 * colour image costs three multiply-adds per tap and not four.
 */
export function registerKernels(conv: Convolution, bindingBytes: number): Dispatch[] {
  const outBlocks = conv.output.layout.blocks / conv.pass.groups;
  const tile = outBlocks % 2 === 0 ? 2 : 1;
  const [rows, columns] = conv.window;
  const tileFloats = rows.taps * columns.taps * (conv.input.layout.channels / conv.pass.groups) * tile * 4;
  return inBindings(conv, { width: tile, tileFloats, bindingBytes }).map((part) => registerKernel(part, tile));
}

function registerKernel(conv: Convolution, tile: number): Dispatch {
  const { input, output } = conv;
  const { groups } = conv.pass;
  const perGroup = input.layout.channels / groups;
  const ownBlocks = conv.blocks.past - conv.blocks.first;
  const variant: Variant = {
    tile,
    tail: perGroup % 4,
    outputLanes: lanesInLastBlock(output.layout.channels),
    activation: conv.activation,
  };
  const [rows, columns] = conv.window;
  const pixels = rows.count * columns.count;
  const sizes = {
    ...windowSizes(conv.window),
    inBlocks: input.layout.blocks,
    outBlocks: output.layout.blocks,
    firstBlock: conv.blocks.first,
    ownBlocks,
    fullBlocks: Math.floor(perGroup / 4),
    groupBlocks: groups > 1 ? perGroup / 4 : 0,
    groupTiles: ownBlocks / groups / tile,
    tileWeights: rows.taps * columns.taps * perGroup * tile,
  };
  return dispatch(
    registerShader(variant),
    [bind(input), packRegister(conv, tile)],
    output.buffer,
    sizes,
    [Math.ceil(pixels / (THREADS * PIXELS)), ownBlocks / tile, input.layout.batch],
    Math.ceil(pixels / PIXELS) * PIXELS * ownBlocks * 4 * rows.taps * columns.taps * perGroup * input.layout.batch,
  );
}

function registerShader(variant: Variant): Shader {
  return shader({
    label: `convolution, ${PIXELS} pixels × ${variant.tile * 4} channels per thread`,
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: [
      ...WINDOW_SIZES,
      'inBlocks',
      'outBlocks',
      'firstBlock',
      'ownBlocks',
      'fullBlocks',
      'groupBlocks',
      'groupTiles',
      'tileWeights',
    ],
    declarations: variant.activation,
    body: `let first = (group.x * ${THREADS} + thread) * ${PIXELS};
if (first >= s.pixels) { return; }
let inPixels = s.inRows * s.inColumns;
let base = (group.z * s.inBlocks + group.y / s.groupTiles * s.groupBlocks) * inPixels;
${each(
  PIXELS,
  (p) => `let q${p} = min(first + ${p}, s.pixels - 1);
let row${p} = q${p} / s.columns * s.rowStride + s.rowOffset;
let column${p} = q${p} % s.columns * s.columnStride + s.columnOffset;`,
)}
${each(variant.tile, (t) => each(PIXELS, (p) => `var a${p}_${t} = w[group.y * ${variant.tile} + ${t}];`))}
var k = s.ownBlocks + group.y * s.tileWeights;
for (var tapRow = 0; tapRow < s.tapRows; tapRow++) {
  for (var tapColumn = 0; tapColumn < s.tapColumns; tapColumn++) {
${indent(
  indent(`${each(
    PIXELS,
    (p) => `let r${p} = row${p} + tapRow * s.rowTap;
let c${p} = column${p} + tapColumn * s.columnTap;
let in${p} = r${p} >= 0 && r${p} < s.inRows && c${p} >= 0 && c${p} < s.inColumns;
var at${p} = base + select(0, r${p} * s.inColumns + c${p}, in${p});`,
  )}
for (var block = 0; block < s.fullBlocks; block++) {
${indent(multiply(variant.tile, 4))}
${indent(each(PIXELS, (p) => `at${p} += inPixels;`))}
}
${variant.tail ? `{\n${indent(multiply(variant.tile, variant.tail))}\n}` : ''}`),
)}
  }
}
${each(PIXELS, (p) => storePixel(p, variant))}`,
  });
}

/** One block of input channels: a vec4 per pixel times `lanes` rows of weights. */
function multiply(tile: number, lanes: number): string {
  const loads = each(PIXELS, (p) => `let x${p} = select(vec4f(), x[at${p}], in${p});`);
  const products = each(lanes, (lane) => {
    const weights = each(tile, (t) => `let w${lane}_${t} = w[k + ${lane * tile + t}];`);
    const sums = each(tile, (t) => each(PIXELS, (p) => `a${p}_${t} += x${p}.${'xyzw'[lane]} * w${lane}_${t};`));
    return `${weights}\n${sums}`;
  });
  return `${loads}\n${products}\nk += ${lanes * tile};`;
}

function storePixel(p: number, { tile, outputLanes }: Variant): string {
  return `if (first + ${p} < s.pixels) {
  let to = (q${p} / s.columns * s.outRowStride + s.outRowOffset) * s.outColumns + q${p} % s.columns * s.outColumnStride + s.outColumnOffset;
${indent(
  each(
    tile,
    (t) => `{
  let block = s.firstBlock + group.y * ${tile} + ${t};
  var v = activate(a${p}_${t});
  ${maskLanes('v', 'block', 's.outBlocks', outputLanes)}
  y[(group.z * s.outBlocks + block) * s.outPixels + to] = v;
}`,
  ),
)}
}`;
}

/** `[bias: outBlocks][tile][tap][input channel of the group][tile's vec4]` */
function packRegister(conv: Convolution, tile: number): PackedWeights {
  const [rows, columns] = conv.window;
  const { first, past } = channelsOf(conv);
  const blocks = conv.blocks.past - conv.blocks.first;
  const inputs = conv.input.layout.channels / conv.pass.groups;
  const width = tile * 4;
  const tileFloats = rows.taps * columns.taps * inputs * width;
  const tiling = { rows: rows.taps, columns: columns.taps, inputs, width, tapFloats: inputs * width };
  return packedKernel(conv, `register ${tile}`, blocks * 4 + (blocks / tile) * tileFloats, (kernel, packed) => {
    for (let at = first, to = blocks * 4; at < past; at += width, to += tileFloats) {
      packTile(kernel, tiling, { first: at, count: Math.min(width, past - at) }, packed, to);
    }
  });
}
