import type { FanMode, Initialiser } from '../vocabulary/initialiser.ts';
import type { Portions } from './breath.ts';
import { drawNormal, drawUniform } from './random-block.ts';

/**
 * Draws a weight as TensorFlow.js does, in portions. Its normal numbers are truncated but for `randomNormal`'s, and the
 * part of the variance that is lost with that is not made up for.
 */
export function* draw(
  initialiser: Initialiser,
  shape: readonly number[],
  seed: number,
  fans: Fans = fansOf(shape),
): Portions<Float32Array> {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  switch (initialiser.kind) {
    case 'constant':
      if (initialiser.value !== 0) data.fill(initialiser.value);
      break;
    case 'identity':
      for (let i = 0; i < data.length; i += shape[0] + 1) data[i] = initialiser.gain;
      break;
    case 'orthogonal':
      yield* drawNormal(data, seed, { mean: 0, deviation: 1, truncated: false });
      yield* orthonormalise(data, shape[shape.length - 1], initialiser.gain);
      break;
    case 'uniform':
      yield* drawUniform(data, seed, initialiser.minimum, initialiser.maximum);
      break;
    case 'normal':
    case 'truncatedNormal':
      yield* drawNormal(data, seed, { ...initialiser, truncated: initialiser.kind === 'truncatedNormal' });
      break;
    case 'varianceScaling': {
      const variance = initialiser.scale / Math.max(1, fans[initialiser.mode]);
      // A uniform number in ±limit has the variance limit²/3.
      const limit = Math.sqrt(3 * variance);
      if (initialiser.distribution === 'uniform') yield* drawUniform(data, seed, -limit, limit);
      else yield* drawNormal(data, seed, { mean: 0, deviation: Math.sqrt(variance), truncated: true });
      break;
    }
    default:
      return initialiser satisfies never;
  }
  return data;
}

/** How many numbers go into an output, how many outputs a number goes into, and the mean of both. */
export type Fans = Readonly<Record<FanMode, number>>;

/** The fans of a kernel (…window, Cin, Cout), as TensorFlow.js counts them: of a depthwise kernel the channels too. */
export function fansOf(shape: readonly number[]): Fans {
  const product = (sizes: readonly number[]) => sizes.reduce((total, size) => total * size, 1);
  if (shape.length < 2 || shape.length > 5) {
    const side = Math.sqrt(product(shape));
    return { fanIn: side, fanOut: side, fanAvg: side };
  }
  const window = product(shape.slice(0, -2));
  const [fanIn, fanOut] = shape.slice(-2).map((size) => size * window);
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
}

/** Rows (or columns, whichever are fewer) of a normal matrix made orthonormal by Gram and Schmidt's method. */
function* orthonormalise(data: Float32Array, columns: number, gain: number): Portions {
  const rows = data.length / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const at = rows < columns ? (i: number, j: number) => i * columns + j : (i: number, j: number) => j * columns + i;
  const basis: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, (_, j) => data[at(i, j)]);
    for (const [number, other] of basis.entries()) {
      const overlap = dot(vector, other);
      for (let j = 0; j < length; j++) vector[j] -= overlap * other[j];
      if (number % 64 === 63) yield;
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let j = 0; j < length; j++) vector[j] /= norm;
    basis.push(vector);
    for (let j = 0; j < length; j++) data[at(i, j)] = gain * vector[j];
    yield;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
