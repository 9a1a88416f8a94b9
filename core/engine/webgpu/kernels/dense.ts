import { packTile } from '../../lowering/index.ts';
import { lanesInLastBlock } from '../layout.ts';
import { bind, type Dispatch, dispatch, each, indent, maskLanes, type PackedWeights, shader } from '../shader.ts';
import { type Convolution, channelsOf, inBindings, packedKernel } from './convolution-spec.ts';

/** Parts that the inner dimension is cut into; each workgroup makes 4 vec4 of outputs. */
const PARTS = 16;
const BLOCKS = 4;

/**
 * A dense layer on one vector per example: 16 threads share the sum of one vec4 of outputs, because a single long sum
 * per output would leave most of a GPU idle.
 */
export function dense(conv: Convolution, bindingBytes: number): Dispatch[] {
  const tileFloats = BLOCKS * conv.input.layout.blocks * 4 * 4;
  return inBindings(conv, { width: BLOCKS, tileFloats, bindingBytes }).map(denseKernel);
}

function denseKernel(conv: Convolution): Dispatch {
  const { input, output, blocks } = conv;
  const ownBlocks = blocks.past - blocks.first;
  const sizes = { inBlocks: input.layout.blocks, outBlocks: output.layout.blocks, firstBlock: blocks.first, ownBlocks };
  const code = shader({
    label: 'dense',
    threads: PARTS * BLOCKS,
    inputs: ['x', 'w'],
    sizes: ['inBlocks', 'outBlocks', 'firstBlock', 'ownBlocks'],
    declarations: `${conv.activation}
var<workgroup> parts: array<vec4f, ${PARTS * BLOCKS}>;`,
    body: `let part = thread % ${PARTS};
let block = group.x * ${BLOCKS} + thread / ${PARTS};
var v = vec4f();
if (block < s.ownBlocks) {
  for (var i = part; i < s.inBlocks; i += ${PARTS}) {
    let value = x[group.z * s.inBlocks + i];
    let k = s.ownBlocks + (block * s.inBlocks + i) * 4;
    v += value.x * w[k] + value.y * w[k + 1] + value.z * w[k + 2] + value.w * w[k + 3];
  }
}
parts[thread] = v;
workgroupBarrier();
${each(4, (step) => {
  const half = 8 >> step;
  return `if (part < ${half}) { parts[thread] += parts[thread + ${half}]; }
workgroupBarrier();`;
})}
if (part == 0 && block < s.ownBlocks) {
${indent(`let outBlock = s.firstBlock + block;
var result = activate(parts[thread] + w[block]);
${maskLanes('result', 'outBlock', 's.outBlocks', lanesInLastBlock(output.layout.channels))}
y[group.z * s.outBlocks + outBlock] = result;`)}
}`,
  });
  return dispatch(
    code,
    [bind(input), packDense(conv)],
    output.buffer,
    sizes,
    [Math.ceil(ownBlocks / BLOCKS), 1, input.layout.batch],
    input.layout.batch * input.layout.blocks * 4 * ownBlocks * 4,
  );
}

/** `[bias: outBlocks][output block][input channel]` of vec4, the inputs padded to whole blocks. */
function packDense(conv: Convolution): PackedWeights {
  const { first, past } = channelsOf(conv);
  const blocks = conv.blocks.past - conv.blocks.first;
  const inputs = conv.input.layout.channels;
  const blockFloats = conv.input.layout.blocks * 4 * 4;
  const tiling = { rows: 1, columns: 1, inputs, width: 4, tapFloats: blockFloats };
  return packedKernel(conv, 'dense', blocks * 4 + blocks * blockFloats, (kernel, packed) => {
    for (let at = first, to = blocks * 4; at < past; at += 4, to += blockFloats) {
      packTile(kernel, tiling, { first: at, count: Math.min(4, past - at) }, packed, to);
    }
  });
}
