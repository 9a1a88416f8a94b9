/** Milliseconds of work after which the event loop gets a turn. */
const SLICE = 8;

/** Work that yields where it may be interrupted, a fraction of a millisecond apart where it can. */
export type Portions<Result = void> = Generator<undefined, Result>;

/** The result, without a break. */
export function finished<Result>(work: Portions<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * Breaks in long work: between two of them no more than about 8 ms pass, so that whoever shares the thread is heard, and
 * the work ends when its signal says so.
 */
export interface Breath {
  /** Gives the event loop a turn if it is time for one. */
  take(): Promise<void>;
  /** Carries on with the work, taking a breath where it yields. `check` throws where the work must not go on. */
  through<Result>(work: Portions<Result>, check?: () => void): Promise<Result>;
}

/** @param signal ends the work with its reason, thrown by the next breath. */
export function createBreath(signal?: AbortSignal): Breath {
  let resumed = performance.now();
  const turn = async () => {
    await nextTurn();
    resumed = performance.now();
    signal?.throwIfAborted();
  };
  return {
    async take() {
      signal?.throwIfAborted();
      if (performance.now() - resumed > SLICE) await turn();
    },
    async through(work, check) {
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
        if (performance.now() - resumed <= SLICE) continue;
        await turn();
        check?.();
      }
    },
  };
}

/** Lets waiting messages in: a message to oneself queues behind them, and no timer's least delay is paid. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
