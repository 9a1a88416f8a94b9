/** How far a run is, in bytes. Layers would mislead: the first dense layer of VGG-16 has three quarters of its weights. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
}

/** @param sizes of every step, empty as long as the steps are not known */
export function runProgress(sizes: readonly number[], finished: number): RunProgress {
  const sum = (some: readonly number[]) => some.reduce((a, b) => a + b, 0);
  return { done: sum(sizes.slice(0, finished)), total: sum(sizes) };
}
