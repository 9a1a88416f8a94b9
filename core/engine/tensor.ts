/** A dense float32 tensor, row-major, batch first and channels last. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
