import path from 'node:path';
import { type Picture, pictureTensor, type ValueScale } from '../../../core/engine/image.ts';
import { derivedSeed, seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { Failure } from '../../assist/failure.ts';
import { readBytes } from '../files/read-file.ts';
import { reasonOf } from '../files/reason.ts';
import { readNpy } from './npy.ts';
import { readPng } from './png.ts';

export type GivenInput =
  | { readonly kind: 'random' }
  | { readonly kind: 'picture'; readonly file: string; readonly picture: Picture }
  | { readonly kind: 'array'; readonly file: string; readonly tensor: Tensor };

/** Reads what `--input` names. @throws Failure */
export function readInput(what: string): GivenInput {
  if (what === 'random') return { kind: 'random' };
  const ending = path.extname(what).toLowerCase();
  if (ending !== '.png' && ending !== '.npy') throw new Failure(`${what}: an input is a .png, a .npy or random`);
  const bytes = readBytes(what, largestInput);
  try {
    if (ending === '.npy') return { kind: 'array', file: what, tensor: readNpy(bytes) };
    return { kind: 'picture', file: what, picture: readPng(bytes) };
  } catch (error) {
    throw new Failure(`${what}: ${reasonOf(error)}`);
  }
}

/** In bytes, of a picture or an array. */
const largestInput = 2 ** 29;

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
