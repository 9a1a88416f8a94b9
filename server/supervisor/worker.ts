import type { WorkReport } from '../lsp/watch.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Message } from './message.ts';

/** A thread or web worker with a language server in it. */
export interface AnalysisWorker {
  post(message: Message): void;
  /** Makes the work of this number give up; null where no memory is shared with the worker, which can only be ended. */
  readonly cancel: ((number: number) => void) | null;
  terminate(): void;
}

/** Why a worker has ended that was not told to. */
export type Ending = 'memory' | 'crash' | 'stall';

export interface WorkerEvents {
  onMessage(message: Message | WorkReport): void;
  /** It has ended by itself; nothing comes from it any more. */
  onEnd(why: Ending): void;
}

/** Files share a worker; those whose analysis keeps others waiting share another one. */
export type LaneName = 'shared' | 'heavy';

export type StartWorker = (lane: LaneName, options: InitializationOptions, events: WorkerEvents) => AnalysisWorker;
