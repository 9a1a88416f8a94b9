import type { IsCancelled } from '../../core/graph/work.ts';

/**
 * Told what the server works on while it cannot listen to messages. The answer of `begin` says whether the work may stop,
 * because the document has changed or is closed: the message that says so is then on its way.
 */
export interface Watch {
  begin(uri: string, version: number | null): IsCancelled;
  /** The work reads a file; others than its own may be what it does not come to an end with. */
  reads(uri: string): void;
  end(): void;
}

/** One piece of work on a file, with the version of its document, null while it is not open. */
export interface Work {
  readonly uri: string;
  readonly version: number | null;
  readonly number: number;
  /** The file that it has read last; its own where that is not told. */
  readonly reading?: string;
}

/**
 * What is sent beside the messages of LSP, at the moment when it happens: what the server works on, null for nothing, and
 * what it has read for that.
 */
export type WorkReport = { readonly working: Work | null } | { readonly reading: string };

/**
 * Reports each piece of work. A number in `cancelled` ends the work that has it; without such memory, which only threads
 * that share some can write meanwhile, nothing ends it.
 */
export function reportWork(send: (report: WorkReport) => void, cancelled: Int32Array | null): Watch {
  let last = 0;
  let reading: string | null = null;
  return {
    begin(uri, version) {
      const number = ++last;
      reading = uri;
      send({ working: { uri, version, number } });
      return () => cancelled !== null && Atomics.load(cancelled, 0) === number;
    },
    reads(uri) {
      if (uri !== reading) send({ reading: uri });
      reading = uri;
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
