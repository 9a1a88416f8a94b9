import { expect } from 'vitest';
import type { Tensor } from '../../../core/engine/tensor.ts';

/** Largest difference, relative to the largest magnitude of what was expected (at least 1e-3, for tensors of zeros). */
export function relativeError(actual: Tensor, expected: Tensor): number {
  let scale = 1e-3;
  let worst = 0;
  for (let i = 0; i < expected.data.length; i++) {
    scale = Math.max(scale, Math.abs(expected.data[i]));
    const difference = Math.abs(actual.data[i] - expected.data[i]);
    // Written so that NaN counts as the worst of all.
    if (!(difference <= worst)) worst = difference;
  }
  return worst / scale;
}

export function expectClose(actual: Tensor, expected: Tensor, what: string, tolerance = 1e-5): void {
  expect(actual.shape, what).toEqual(expected.shape);
  expect(relativeError(actual, expected), what).toBeLessThanOrEqual(tolerance);
}
