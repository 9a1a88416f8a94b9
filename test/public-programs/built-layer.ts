/** One layer as it is compared: where it was made, its class, the shape of its first output, its parameters. */
export interface BuiltLayer {
  /** `file:line` in the repository. */
  readonly place: string;
  readonly className: string;
  /** As JSON; null where nobody says. */
  readonly shape: string;
  readonly params: number | null;
}
