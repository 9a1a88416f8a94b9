import type { WorkReport } from '../../lsp/watch.ts';
import type { InitializationOptions } from '../../protocol.ts';
import type { Message } from '../message.ts';
import type { AnalysisWorker, LaneName, WorkerEvents } from '../worker.ts';

/**
 * Starts a language server in a web worker within this one. Its script may lie on another origin, from which no worker
 * can be started but which one can import from.
 */
export function startNestedWorker(
  lane: LaneName,
  { worker: script }: InitializationOptions,
  events: WorkerEvents,
): AnalysisWorker {
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
