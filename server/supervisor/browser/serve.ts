import type { Message } from '../message.ts';
import { Supervisor } from '../supervisor.ts';
import type { StartWorker } from '../worker.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Serves the client that has started this worker, with workers that `startWorker` starts. */
export function serve(startWorker: StartWorker): void {
  const supervisor = new Supervisor({
    clock: {
      now: () => performance.now(),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    startWorker,
    send: (message) => self.postMessage(message),
    exit: () => self.close(),
  });
  self.onmessage = ({ data }: MessageEvent<Message>) => supervisor.receive(data);
}
