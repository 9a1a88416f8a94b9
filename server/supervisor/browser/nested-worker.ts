import type { WorkReport } from '../../lsp/watch.ts';
import type { Message } from '../message.ts';
import type { AnalysisWorker, StartWorker, WorkerEvents } from '../worker.ts';

/**
 * Starts language servers in web workers within this one. Their script is fetched once: it may lie on another origin,
 * from which no worker can be started, and the next worker must not have to wait for a network.
 */
export function nestedWorkers(): StartWorker {
  let source: Promise<string> | null = null;
  return (lane, { worker: script = '' }, events) => {
    source ??= fetchScript(script);
    source.catch(() => {
      source = null;
    });
    return startWhenThere(source, `ConvLens ${lane}`, events);
  };
}

async function fetchScript(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
}

/** A worker that keeps what is posted to it until its script is there. */
function startWhenThere(source: Promise<string>, name: string, events: WorkerEvents): AnalysisWorker {
  let worker: Worker | null = null;
  let isEnded = false;
  const waiting: Message[] = [];
  const start = (url: string): void => {
    if (isEnded) return;
    worker = startWorker(url, name, events);
    for (const message of waiting) worker.postMessage(message);
  };
  source.then(start).catch((error: unknown) => {
    console.error(String(error));
    events.onEnd('crash');
  });
  return {
    post(message) {
      if (worker) worker.postMessage(message);
      else waiting.push(message);
    },
    cancel: null,
    terminate() {
      isEnded = true;
      worker?.terminate();
    },
  };
}

function startWorker(url: string, name: string, { onMessage, onEnd }: WorkerEvents): Worker {
  const worker = new Worker(url, { name });
  worker.onmessage = ({ data }: MessageEvent<Message | WorkReport>) => onMessage(data);
  worker.onerror = (event) => {
    // Otherwise it counts as an error of this worker too, upon which the client gives the server up.
    event.preventDefault();
    console.error(event.message);
    worker.terminate();
    onEnd('crash');
  };
  return worker;
}
