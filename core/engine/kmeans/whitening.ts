import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Patches } from './patches.ts';

/** Directions of equal variance: `rows[i]` holds the first coordinates of patch i, `axes[j]` maps a patch to coordinate j. */
export interface Whitened {
  readonly rows: readonly (readonly number[])[];
  readonly axes: readonly Float64Array[];
}

/** Whitening keeps no more directions than this: past them an eigenvector costs more than it shows. */
const mostComponents = 64;
/** How much of the mean variance is added to each, so that noise is not blown up. Coates et al. 2011 add 0.1 to patches of variance 1. */
const regularisation = 0.1;

/**
 * Decorrelates centred patches. The eigenvectors come from the smaller of XᵀX and X·Xᵀ, which have the same eigenvalues:
 * if X·Xᵀu = λu, then Xᵀu/√λ is a unit eigenvector of XᵀX. Null when the patches do not vary.
 */
export function whiten(patches: Patches): Whitened | null {
  const x = new Matrix(patches.map((patch) => Array.from(patch)));
  const small = x.columns <= x.rows;
  const gram = (small ? x.transpose().mmul(x) : x.mmul(x.transpose())).div(x.rows);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues);
  if (!(largest > 1e-12)) return null;
  const order = realEigenvalues
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value > 1e-6 * largest)
    .sort((a, b) => b.value - a.value)
    .slice(0, mostComponents);
  const mean = realEigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0) / x.columns;
  const axes = order.map(({ value, index }) => {
    const own = Matrix.columnVector(eigenvectorMatrix.getColumn(index));
    const unit = small
      ? own
      : x
          .transpose()
          .mmul(own)
          .div(Math.sqrt(value * x.rows));
    return Float64Array.from(unit.div(Math.sqrt(value + regularisation * mean)).to1DArray());
  });
  const rows = patches.map((patch) => axes.map((axis) => axis.reduce((sum, weight, i) => sum + weight * patch[i], 0)));
  return { rows, axes };
}
