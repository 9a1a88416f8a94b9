import type { WeightSpec } from '../vocabulary/operator.ts';
import type { Random } from './random.ts';

/**
 * How kernels are drawn: Glorot & Bengio 2010 keep the variance of activations and gradients alike, He et al. 2015
 * allow for the half that a ReLU drops.
 */
const kernelDistributions = ['glorotUniform', 'glorotNormal', 'heUniform', 'heNormal'] as const;

export type KernelDistribution = (typeof kernelDistributions)[number];

/** Draws a weight. Kernels follow `distribution`, the rest what the operator says (biases zero, scales one). */
export function drawWeight(
  { name, initializer }: Pick<WeightSpec, 'name' | 'initializer'>,
  shape: readonly number[],
  distribution: KernelDistribution,
  random: Random,
  { fanIn, fanOut }: Fans = fans(name, shape),
): Float32Array {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  switch (initializer) {
    case 'zeros':
      return data;
    case 'ones':
      return data.fill(1);
    case 'uniform':
      return data.map(() => (random.uniform() - 0.5) * 0.1);
    case 'orthogonal':
      return orthogonal(data, shape, random);
    case 'glorot': {
      const variance = distribution.startsWith('he') ? 2 / fanIn : 2 / (fanIn + fanOut);
      if (distribution.endsWith('Normal')) return data.map(() => random.normal() * Math.sqrt(variance));
      // A uniform number in ±limit has the variance limit²/3.
      const limit = Math.sqrt(3 * variance);
      return data.map(() => (2 * random.uniform() - 1) * limit);
    }
    default:
      return initializer satisfies never;
  }
}

/** How many numbers go into an output, and how many outputs a number goes into. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** The fans of a kernel (…window, Cin, Cout). */
export function fans(name: string, shape: readonly number[]): Fans {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const [inputs, outputs] = shape.slice(-2);
  // A depthwise filter sees one channel, whatever their number.
  return { fanIn: window * (name.startsWith('depthwise') ? 1 : inputs), fanOut: window * outputs };
}

/** Rows (or columns, whichever are fewer) of a normal matrix made orthonormal by Gram and Schmidt's method. */
function orthogonal(data: Float32Array, shape: readonly number[], random: Random): Float32Array {
  const columns = shape[shape.length - 1];
  const rows = data.length / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const at = rows < columns ? (i: number, j: number) => i * columns + j : (i: number, j: number) => j * columns + i;
  const basis: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of basis) {
      const overlap = dot(vector, other);
      for (let j = 0; j < length; j++) vector[j] -= overlap * other[j];
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let j = 0; j < length; j++) vector[j] /= norm;
    basis.push(vector);
    for (let j = 0; j < length; j++) data[at(i, j)] = vector[j];
  }
  return data;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
