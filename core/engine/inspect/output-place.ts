/** One value of a layer's output: a pixel of one map. Vectors have a map per value and a single pixel. */
export interface OutputPlace {
  /** Counted row by row, the slices of a volume below each other. */
  readonly pixel: number;
  readonly map: number;
}
