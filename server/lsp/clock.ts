/** Time, which each host lends from its own globals. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Runs something later, unless the function that it returns is called before. */
  after(milliseconds: number, run: () => void): () => void;
}
