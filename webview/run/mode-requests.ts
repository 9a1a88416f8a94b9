/** What a mode asks the worker for. */
export interface ModeRequests {
  /** The selected layer or what is known of it has changed: asks for what the mode shows of it and does not have. */
  show(): void;
  /** A new run begins, or the worker is gone: what was asked for does not come. */
  forget(): void;
}
