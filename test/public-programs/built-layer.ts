/** One layer as it is compared: where it was made, its class, the shape of its first output, its parameters. */
export interface BuiltLayer {
  /** `file:line` in the repository. */
  readonly place: string;
  readonly className: string;
  /** Batch first; null for what is open or not known. */
  readonly shape: readonly (number | null)[] | null;
  readonly params: number | null;
  /** Made by a function that only the survey has called, with unknown arguments. */
  readonly guessed?: true;
}
