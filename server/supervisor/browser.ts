import type { WorkReport } from '../lsp/watch.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Message } from './message.ts';
import { Supervisor } from './supervisor.ts';
import type { AnalysisWorker, LaneName, WorkerEvents } from './worker.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The script may lie on another origin, from which a worker cannot be started but which one can import from. */
function startWorker(lane: LaneName, { worker: script }: InitializationOptions, events: WorkerEvents): AnalysisWorker {
  const source = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(script)});`]));
  const worker = new Worker(source, { name: `ConvLens ${lane}` });
  worker.onmessage = ({ data }: MessageEvent<Message | WorkReport>) => {
    URL.revokeObjectURL(source);
    events.onMessage(data);
  };
  worker.onerror = (event) => {
    console.error(event.message);
    worker.terminate();
    events.onEnd('crash');
  };
  return { post: (message) => worker.postMessage(message), cancel: null, terminate: () => worker.terminate() };
}

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
