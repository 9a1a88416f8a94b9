import { packTile } from '../../lowering/index.ts';
import { lanesInLastBlock } from '../layout.ts';
import {
  bind,
  type Dispatch,
  dispatch,
  flat,
  flatIndex,
  indent,
  maskLanes,
  type PackedWeights,
  type Shader,
  shader,
} from '../shader.ts';
import { lanesKernel } from './convolution-lanes.ts';
import { type Convolution, packedKernel } from './convolution-spec.ts';
import type { Window } from './window.ts';

const THREADS = 64;

/** Outputs of a thread: rows × columns of one vec4 of channels. */
interface Tile {
  readonly rows: number;
  readonly columns: number;
}

/** The text grows with taps × outputs, and some compilers take seconds over thousands of lines. */
function tileFor(taps: number): Tile | null {
  if (taps <= 9) return { rows: 2, columns: 4 };
  if (taps <= 25) return { rows: 1, columns: 4 };
  return taps <= 49 ? { rows: 1, columns: 2 } : null;
}

/**
 * A depthwise convolution: one input channel per output channel. Each thread reads what its tile of outputs needs once
 * and adds every value into all outputs that it belongs to, so a 3×3 reads 3 values per output and not 9.
 */
export function depthwise(conv: Convolution): Dispatch {
  const [rows, columns] = conv.window;
  const multiplier = conv.output.layout.channels / conv.input.layout.channels;
  const tile = tileFor(rows.taps * columns.taps);
  if (multiplier !== 1 || !tile) return lanesKernel(conv);
  const { layout } = conv.output;
  const tileRows = Math.ceil(rows.count / tile.rows);
  const tileColumns = Math.ceil(columns.count / tile.columns);
  const items = layout.batch * layout.blocks * tileRows * tileColumns;
  const sizes = {
    items,
    tileRows,
    tileColumns,
    blocks: layout.blocks,
    inRows: rows.input,
    inColumns: columns.input,
    outRows: rows.output,
    outColumns: columns.output,
    rowOffset: rows.offset,
    columnOffset: columns.offset,
  };
  return dispatch(
    depthwiseShader(conv.window, tile, lanesInLastBlock(layout.channels), conv.activation),
    [bind(conv.input), packDepthwise(conv)],
    conv.output.buffer,
    sizes,
    flat(items, THREADS),
    items * tile.rows * tile.columns * 4 * rows.taps * columns.taps,
  );
}

function depthwiseShader(window: Window, tile: Tile, outputLanes: number, activation: string): Shader {
  const [rows, columns] = window;
  const taps = rows.taps * columns.taps;
  return shader({
    label: `depthwise ${rows.taps}×${columns.taps}, ${tile.rows}×${tile.columns} outputs per thread`,
    threads: THREADS,
    inputs: ['x', 'w'],
    sizes: [
      'items',
      'tileRows',
      'tileColumns',
      'blocks',
      'inRows',
      'inColumns',
      'outRows',
      'outColumns',
      'rowOffset',
      'columnOffset',
    ],
    declarations: activation,
    body: `${flatIndex(THREADS, 's.items')}
let tileColumn = i % s.tileColumns;
let tileRow = i / s.tileColumns % s.tileRows;
let slice = i / s.tileColumns / s.tileRows;
let block = slice % s.blocks;
let base = slice * s.inRows * s.inColumns;
let row = tileRow * ${tile.rows * rows.stride} + s.rowOffset;
let column = tileColumn * ${tile.columns * columns.stride} + s.columnOffset;
let k = s.blocks + block * ${taps};
${Array.from({ length: taps }, (_, t) => `let w${t} = w[k + ${t}];`).join('\n')}
${outputs(tile, (r, c) => `var a${r}_${c} = w[block];`)}
${inputRows(window, tile)}
let to = slice * s.outRows * s.outColumns;
${outputs(
  tile,
  (r, c) => `if (tileRow * ${tile.rows} + ${r} < s.outRows && tileColumn * ${tile.columns} + ${c} < s.outColumns) {
  var v = activate(a${r}_${c});
  ${maskLanes('v', 'block', 's.blocks', outputLanes)}
  y[to + (tileRow * ${tile.rows} + ${r}) * s.outColumns + tileColumn * ${tile.columns} + ${c}] = v;
}`,
)}`,
  });
}

function outputs(tile: Tile, statement: (row: number, column: number) => string): string {
  const lines: string[] = [];
  for (let r = 0; r < tile.rows; r++) for (let c = 0; c < tile.columns; c++) lines.push(statement(r, c));
  return lines.join('\n');
}

/** Every input row that the tile needs, each value loaded once and added wherever a tap joins it to an output. */
function inputRows([rows, columns]: Window, tile: Tile): string {
  const rowUses = uses(tile.rows, rows.stride, rows.tap, rows.taps);
  const columnUses = uses(tile.columns, columns.stride, columns.tap, columns.taps);
  return [...rowUses]
    .map(([rowAt, rowPairs]) => {
      const values = [...columnUses].map(([columnAt, columnPairs]) => {
        const sums = rowPairs.flatMap(([r, tapRow]) =>
          columnPairs.map(([c, tapColumn]) => `a${r}_${c} += v * w${tapRow * columns.taps + tapColumn};`),
        );
        return `{
  let c = column + ${columnAt};
  let inside = rowInside && c >= 0 && c < s.inColumns;
  let v = select(vec4f(), x[select(base, start + c, inside)], inside);
${indent(sums.join('\n'))}
}`;
      });
      return `{
  let r = row + ${rowAt};
  let rowInside = r >= 0 && r < s.inRows;
  let start = base + r * s.inColumns;
${indent(values.join('\n'))}
}`;
    })
    .join('\n');
}

/** Along one axis: input position relative to the tile → the (output, tap) pairs that read it. */
function uses(
  count: number,
  stride: number,
  dilation: number,
  taps: number,
): Map<number, [output: number, tap: number][]> {
  const found = new Map<number, [number, number][]>();
  for (let output = 0; output < count; output++) {
    for (let tap = 0; tap < taps; tap++) {
      const at = output * stride + tap * dilation;
      found.set(at, [...(found.get(at) ?? []), [output, tap]]);
    }
  }
  return found;
}

/** `[bias: blocks][block][tap]` of vec4: one lane per channel. */
function packDepthwise(conv: Convolution): PackedWeights {
  const [rows, columns] = conv.window;
  const { channels, blocks } = conv.output.layout;
  const blockFloats = rows.taps * columns.taps * 4;
  const tiling = { rows: rows.taps, columns: columns.taps, inputs: 1, width: 4, tapFloats: 4 };
  return packedKernel(conv, 'depthwise', blocks * 4 + blocks * blockFloats, (kernel, packed) => {
    for (let first = 0, to = blocks * 4; first < channels; first += 4, to += blockFloats) {
      packTile(kernel, tiling, { first, count: Math.min(4, channels - first) }, packed, to);
    }
  });
}
