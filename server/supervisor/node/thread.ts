import { Worker } from 'node:worker_threads';
import type { WorkReport } from '../../lsp/watch.ts';
import type { Message } from '../message.ts';
import type { AnalysisWorker, LaneName, WorkerEvents } from '../worker.ts';

/** Starts a language server in a thread; `script` is the bundle of server/worker. */
export function startThread(script: string, lane: LaneName, { onMessage, onEnd }: WorkerEvents): AnalysisWorker {
  const shared = new SharedArrayBuffer(4);
  const cancelled = new Int32Array(shared);
  const worker = new Worker(script, {
    workerData: shared,
    resourceLimits: { maxOldGenerationSizeMb: laneMemory[lane] },
    // What is written to the process's own output are messages of the protocol.
    stdout: true,
  });
  worker.stdout.pipe(process.stderr);
  let isOutOfMemory = false;
  worker.on('message', (message: Message | WorkReport) => onMessage(message));
  worker.on('error', (error: NodeJS.ErrnoException) => {
    isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    console.error(error.stack ?? error.message);
  });
  worker.on('exit', () => onEnd(isOutOfMemory ? 'memory' : 'crash'));
  return {
    post: (message) => worker.postMessage(message),
    cancel: (number) => Atomics.store(cancelled, 0, number),
    terminate: () => void worker.terminate(),
  };
}

/**
 * In megabytes. With the code of both, which is another 50 for each, and what this thread needs, the process stays under
 * 512. A limit that is near lets the heap grow to twice of what is alive instead of four times.
 */
export const laneMemory: Readonly<Record<LaneName, number>> = { shared: 160, heavy: 160 };
