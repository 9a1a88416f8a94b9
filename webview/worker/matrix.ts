import { kernelsOf, turnedAround } from '../../core/engine/inspect/kernel-parts.ts';
import { matrixParts, middleOf, multiplied } from '../../core/engine/inspect/matrix-parts.ts';
import { planeOf } from '../../core/engine/summary.ts';
import type { Inspected } from './inspector.ts';
import { placeOf } from './place.ts';
import type { MatrixFacts, ToWorker } from './protocol.ts';

type Request = Extract<ToWorker, { type: 'matrix' }>;

/** Sides of the part: larger ones could not be told apart any more. */
const sides = [4, 5, 6, 8, 10, 12];

/** Windows along an axis with which one sees how the kernel moves. */
const fewWindows = 4;

/** A layer's matrix on a part of its input around a place; null where it is none. */
export async function matrixFacts(run: Inspected, request: Request): Promise<MatrixFacts | null> {
  const step = run.program.steps[request.step];
  const from = step?.inputs[0];
  const [layout, source] = [run.layouts[request.step], from && run.layouts[from.step]];
  if (!step || !from || !layout || source?.kind !== 'maps') return null;
  const at = placeOf(layout, step.outputShapes[0] ?? [], request);
  const kernels = kernelsOf(step, await run.weights(request.step), at.pixel);
  if (!kernels) return null;
  const isSequence = step.inputShapes[0]?.length === 3;
  const length = { height: isSequence ? 1 : source.height, width: isSequence ? source.height : source.width };
  const channel = Math.min(request.channel ?? 0, kernels.channels - 1);
  const stored = kernels.slice(at.map, channel);
  const slice = request.isFlipped ? turnedAround(stored) : stored;
  const made = (side: number) =>
    matrixParts(step, { height: Math.min(side, length.height), width: Math.min(side, length.width) }, slice);
  const sizes = sides.filter((side) => side <= Math.max(length.height, length.width) && made(side) !== null);
  const few = sizes.find((side) => (made(side)?.output.width ?? 0) >= fewWindows);
  const size = sizes.find((side) => side === request.size) ?? few ?? sizes.at(-1);
  const parts = size === undefined ? null : made(size);
  if (!parts) return null;
  const inputChannel = kernels.first(at.map) + channel;
  const { data } = await run.read(from);
  const plane = isSequence ? columnOf(data, source.width, inputChannel) : planeOf(data, source, inputChannel);
  const middle = middleOf(step, isSequence ? { row: 0, column: request.row } : request);
  const top = begin(middle.y, parts.input.height, length.height);
  const left = begin(middle.x, parts.input.width, length.width);
  const x = Float32Array.from({ length: parts.input.height * parts.input.width }, (_, i) => {
    const [row, column] = [Math.floor(i / parts.input.width), i % parts.input.width];
    return plane[(top + row) * length.width + left + column] ?? 0;
  });
  const y = multiplied(parts, x);
  const kernel = { rows: kernels.rows, columns: kernels.columns, values: slice };
  const { channels } = kernels;
  return {
    ...parts,
    filter: at.map,
    channel,
    channels,
    inputChannel,
    kernel,
    top,
    left,
    x,
    y,
    back: multiplied(parts, y, true),
    sizes,
  };
}

/** Where a part of so many begins that has a place in its middle and stays inside. */
function begin(middle: number, part: number, whole: number): number {
  return Math.max(0, Math.min(whole - part, middle - Math.floor(part / 2)));
}

/** One channel of a sequence. */
function columnOf(data: Float32Array, channels: number, channel: number): Float32Array {
  return Float32Array.from({ length: data.length / channels }, (_, time) => data[time * channels + channel] ?? 0);
}
