import { packTile } from '../../lowering/index.ts';
import { lanesInLastBlock } from '../layout.ts';
import {
  bind,
  type Dispatch,
  dispatch,
  flat,
  flatIndex,
  maskLanes,
  type PackedWeights,
  type Shader,
  shader,
} from '../shader.ts';
import { type Convolution, packedKernel } from './convolution-spec.ts';
import { WINDOW_SIZES, windowSizes } from './window.ts';

const THREADS = 64;

/**
 * Groups whose channels do not fall on multiples of 4, and depthwise convolutions with a multiplier: one vec4 of
 * outputs per thread, every lane reading the channels of its own group.
 */
export function lanesKernel(conv: Convolution): Dispatch {
  const { input, output } = conv;
  const { groups } = conv.pass;
  const [rows, columns] = conv.window;
  const perGroup = input.layout.channels / groups;
  const items = output.layout.batch * output.layout.blocks * rows.count * columns.count;
  const sizes = {
    ...windowSizes(conv.window),
    items,
    inBlocks: input.layout.blocks,
    outBlocks: output.layout.blocks,
    outChannels: output.layout.channels,
    perGroup,
    outPerGroup: output.layout.channels / groups,
  };
  return dispatch(
    lanesShader(lanesInLastBlock(output.layout.channels), conv.activation),
    [bind(input), packLanes(conv)],
    output.buffer,
    sizes,
    flat(items, THREADS),
    items * 4 * rows.taps * columns.taps * perGroup,
  );
}

function lanesShader(outputLanes: number, activation: string): Shader {
  return shader({
    label: 'convolution, groups of any size',
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: [...WINDOW_SIZES, 'items', 'inBlocks', 'outBlocks', 'outChannels', 'perGroup', 'outPerGroup'],
    declarations: activation,
    body: `${flatIndex(THREADS, 's.items')}
let q = i % s.pixels;
let block = i / s.pixels % s.outBlocks;
let n = i / s.pixels / s.outBlocks;
let inPixels = s.inRows * s.inColumns;
let origin = min(vec4i(block * 4) + vec4i(0, 1, 2, 3), vec4i(s.outChannels - 1)) / s.outPerGroup * s.perGroup;
var v = w[block];
var k = s.outBlocks + block * s.tapRows * s.tapColumns * s.perGroup;
for (var tapRow = 0; tapRow < s.tapRows; tapRow++) {
  let r = q / s.columns * s.rowStride + s.rowOffset + tapRow * s.rowTap;
  for (var tapColumn = 0; tapColumn < s.tapColumns; tapColumn++) {
    let c = q % s.columns * s.columnStride + s.columnOffset + tapColumn * s.columnTap;
    if (r >= 0 && r < s.inRows && c >= 0 && c < s.inColumns) {
      let at = n * s.inBlocks * inPixels + r * s.inColumns + c;
      for (var j = 0; j < s.perGroup; j++) {
        let source = origin + j;
        let value = vec4f(
          x[at + source.x / 4 * inPixels][source.x % 4],
          x[at + source.y / 4 * inPixels][source.y % 4],
          x[at + source.z / 4 * inPixels][source.z % 4],
          x[at + source.w / 4 * inPixels][source.w % 4],
        );
        v += value * w[k + j];
      }
    }
    k += s.perGroup;
  }
}
v = activate(v);
${maskLanes('v', 'block', 's.outBlocks', outputLanes)}
let to = (q / s.columns * s.outRowStride + s.outRowOffset) * s.outColumns + q % s.columns * s.outColumnStride + s.outColumnOffset;
y[(n * s.outBlocks + block) * s.outPixels + to] = v;`,
  });
}

/** `[bias: outBlocks][block][tap][input channel of the group]` of vec4: one lane per output channel, of whichever group. */
function packLanes(conv: Convolution): PackedWeights {
  const [rows, columns] = conv.window;
  const { channels, blocks } = conv.output.layout;
  const inputs = conv.input.layout.channels / conv.pass.groups;
  const perBlock = rows.taps * columns.taps * inputs;
  const tiling = { rows: rows.taps, columns: columns.taps, inputs, width: 4, tapFloats: inputs * 4 };
  return packedKernel(conv, 'lanes', (blocks + blocks * perBlock) * 4, (kernel, packed) => {
    for (let first = 0; first < channels; first++) {
      const to = (blocks + Math.floor(first / 4) * perBlock) * 4 + (first % 4);
      packTile(kernel, tiling, { first, count: 1 }, packed, to);
    }
  });
}
