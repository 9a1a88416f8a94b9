import type { IsCancelled } from '../../core/graph/work.ts';

/**
 * Told what the server works on while it cannot listen to messages. The answer of `begin` says whether the work may stop,
 * because the document has changed or is closed: the message that says so is then on its way.
 */
export interface Watch {
  begin(uri: string, version: number | null): IsCancelled;
  end(): void;
}

/** One piece of work on a file, with the version of its document, null while it is not open. */
export interface Work {
  readonly uri: string;
  readonly version: number | null;
  readonly number: number;
}

/** What is sent beside the messages of LSP, at the moment when it happens: what the server works on, null for nothing. */
export interface WorkReport {
  readonly working: Work | null;
}

/**
 * Reports each piece of work. A number in `cancelled` ends the work that has it; without such memory, which only threads
 * that share some can write meanwhile, nothing ends it.
 */
export function reportWork(send: (report: WorkReport) => void, cancelled: Int32Array | null): Watch {
  let last = 0;
  return {
    begin(uri, version) {
      const number = ++last;
      send({ working: { uri, version, number } });
      return () => cancelled !== null && Atomics.load(cancelled, 0) === number;
    },
    end: () => send({ working: null }),
  };
}

/** Does something with a file that may take long, under a watch. */
export function during<Result>(
  watch: Watch,
  { uri, version }: { readonly uri: string; readonly version: number | null },
  work: (isCancelled: IsCancelled) => Result,
): Result {
  const isCancelled = watch.begin(uri, version);
  try {
    return work(isCancelled);
  } finally {
    watch.end();
  }
}
