/** How long a worker may be silent, in milliseconds, until something is done about it. */
export interface Limits {
  /** While the request of another file waits: then the file that is worked on gets out of the way. */
  readonly patience: number;
  /** The same in a worker that has just started, whose code is not compiled yet. */
  readonly firstPatience: number;
  /** After that, for work that was told to stop: then its worker is ended. */
  readonly grace: number;
  /** Until people are told what takes so long. */
  readonly busy: number;
  /** Until it counts as a stall. No analysis takes more than 2 s of processor time, of which a busy machine has little. */
  readonly stall: number;
  /** The same until a worker that starts says its first word: the machine may be busy and its disk slow. */
  readonly start: number;
}

export const defaultLimits: Limits = {
  patience: 60,
  firstPatience: 1_000,
  grace: 500,
  busy: 1_000,
  stall: 15_000,
  start: 60_000,
};

/** In characters: a longer file keeps others waiting for longer than `patience` by its mere length, and what reads its text hears no call to stop. */
export const longestShared = 2 ** 19;

/** How often a request is given to a new worker when the one that had it has ended. */
export const mostReplays = 1;

/** How often a worker may end without having done anything; then those after it are started later and later. */
export const mostFruitless = 10;

/** The same until a client that waits for its first answer is told that there is none. */
export const mostFailedStarts = 15;

/** How often an edit brings a file back that was set aside; after that only its command does. */
export const mostRetries = 3;
