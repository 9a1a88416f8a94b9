import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { type Picture, pictureTensor, type ValueScale } from '../../../core/engine/image.ts';
import { derivedSeed, seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { Failure } from '../failure.ts';
import { reasonOf } from '../files.ts';
import { readNpy } from './npy.ts';

export type GivenInput =
  | { readonly kind: 'random' }
  | { readonly kind: 'picture'; readonly file: string; readonly picture: Picture }
  | { readonly kind: 'array'; readonly file: string; readonly tensor: Tensor };

/** Reads what `--input` names. @throws Failure */
export function readInput(what: string): GivenInput {
  if (what === 'random') return { kind: 'random' };
  const ending = path.extname(what).toLowerCase();
  if (ending !== '.png' && ending !== '.npy') throw new Failure(`${what}: an input is a .png, a .npy or random`);
  try {
    const bytes = readFileSync(what);
    if (ending === '.npy') return { kind: 'array', file: what, tensor: readNpy(bytes) };
    return { kind: 'picture', file: what, picture: toPicture(decode(bytes)) };
  } catch (error) {
    throw new Failure(`${what}: ${reasonOf(error)}`);
  }
}

/** The sizes that inputs bring along, where the model leaves its own open; undefined when it leaves none open. */
export function sizesFor(graph: Graph, given: readonly GivenInput[]): readonly (readonly number[])[] | undefined {
  const sizes = graph.inputs.map((ref, index): readonly number[] | null => {
    const own = graph.layers[graph.nodes[ref.node]!.layer]!.inputShape?.slice(1) ?? [];
    const brought = sizesOf(given[index]!, own.length);
    const filled = own.map((size, axis) => (typeof size === 'number' ? size : brought?.[axis]));
    return filled.length > 0 && filled.every((size) => size !== undefined) ? filled : null;
  });
  return sizes.every((one) => one !== null) ? sizes : undefined;
}

function sizesOf(given: GivenInput, rank: number): readonly number[] | null {
  switch (given.kind) {
    case 'random':
      return null;
    case 'picture':
      return [given.picture.height, given.picture.width, 3];
    case 'array':
      return given.tensor.shape.slice(-rank);
    default:
      return given satisfies never;
  }
}

/** The input as a tensor of the shape that the program takes, batch first. @throws Failure when it does not fit */
export function inputTensor(
  given: GivenInput,
  shape: readonly number[],
  { seed, scale }: { readonly seed: number; readonly scale: ValueScale },
): Tensor {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (given.kind === 'random') {
    const random = seededRandom(derivedSeed(seed, 'input'));
    return { shape, data: Float32Array.from({ length: elements }, () => random.uniform()) };
  }
  if (given.kind === 'array') {
    const { tensor, file } = given;
    const fits = [shape, shape.slice(1)].some((wanted) => wanted.join() === tensor.shape.join());
    if (!fits) throw new Failure(`${file} is ${tensor.shape.join('×')}, and the model takes ${shape.join('×')}`);
    return { shape, data: tensor.data };
  }
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || !height || !width || !channels) {
    throw new Failure(`${given.file} is a picture, and the model takes ${shape.join('×')}: give an .npy`);
  }
  return pictureTensor(given.picture, { height, width, channels }, scale);
}

/** Any PNG as red, green, blue and alpha, a byte each. */
function toPicture({ width, height, data, channels, depth, palette }: ReturnType<typeof decode>): Picture {
  const pixels = new Uint8Array(4 * width * height);
  const toByte = depth === 16 ? 1 / 257 : depth < 8 && !palette ? 255 / (2 ** depth - 1) : 1;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = (channel: number): number => Math.round((data[pixel * channels + channel] ?? 0) * toByte);
    const entry = palette?.[data[pixel]!];
    const [red, green, blue] = entry ?? (channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)]);
    const alpha = entry ? (entry[3] ?? 255) : channels === 2 || channels === 4 ? at(channels - 1) : 255;
    pixels.set([red!, green!, blue!, alpha], 4 * pixel);
  }
  return { width, height, data: pixels };
}
