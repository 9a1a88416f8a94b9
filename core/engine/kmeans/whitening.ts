import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Patches } from './patches.ts';

/** Directions of equal variance: `rows[i]` holds the first coordinates of patch i, `axes[j]` maps a patch to coordinate j. */
export interface Whitened {
  readonly rows: readonly (readonly number[])[];
  readonly axes: readonly Float64Array[];
}

/** Whitening keeps no more directions than this: past them an eigenvector costs more than it shows. */
const mostComponents = 64;
/** Patches longer than this are whitened by the directions of as many of them: eigenvectors take the cube of it. */
const mostRows = 256;
/** How much of the mean variance is added to each, so that noise is not blown up. Coates et al. 2011 add 0.1 to patches of variance 1. */
const regularisation = 0.1;

/**
 * Decorrelates centred patches. The eigenvectors come from the smaller of XᵀX and X·Xᵀ, which have the same eigenvalues:
 * if X·Xᵀu = λu, then Xᵀu/√λ is a unit eigenvector of XᵀX. Null when the patches do not vary.
 */
export function whiten(patches: Patches): Whitened | null {
  const length = patches[0].length;
  const sample = length > mostRows ? patches.slice(0, mostRows) : patches;
  const small = length <= sample.length;
  const gram = gramOf(small ? columnsOf(sample) : sample, sample.length);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues);
  if (!(largest > 1e-12)) return null;
  const order = realEigenvalues
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value > 1e-6 * largest)
    .sort((a, b) => b.value - a.value)
    .slice(0, mostComponents);
  const mean = realEigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0) / length;
  const axes = order.map(({ value, index }) => {
    const own = Float64Array.from(eigenvectorMatrix.getColumn(index));
    const unit = small ? own : combined(sample, own, 1 / Math.sqrt(value * sample.length));
    return unit.map((x) => x / Math.sqrt(value + regularisation * mean));
  });
  return { rows: patches.map((patch) => axes.map((axis) => inner(axis, patch))), axes };
}

/** All inner products of the given vectors, divided by `count`. */
function gramOf(vectors: readonly Float64Array[], count: number): Matrix {
  const gram = Matrix.zeros(vectors.length, vectors.length);
  for (const [i, a] of vectors.entries()) {
    for (let j = 0; j <= i; j++) {
      const product = inner(a, vectors[j]) / count;
      gram.set(i, j, product);
      gram.set(j, i, product);
    }
  }
  return gram;
}

function columnsOf(rows: Patches): readonly Float64Array[] {
  return Array.from(rows[0], (_, i) => Float64Array.from(rows, (row) => row[i]));
}

/** Σ factor·weightᵢ·vectorᵢ */
function combined(vectors: Patches, weights: Float64Array, factor: number): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const [i, vector] of vectors.entries()) addScaled(sum, factor * weights[i], vector);
  return sum;
}

export function addScaled(sums: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += factor * values[i];
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
