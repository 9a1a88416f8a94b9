import type { FromWorker, ToWorker } from '../worker/protocol.ts';

/** The worker that runs the network. It is started from a blob: a webview may not start one from its own address. */
export interface EngineClient {
  post(message: ToWorker, transfer?: Transferable[]): void;
}

/**
 * Starts the worker from the script text that the host put into the page (`<script type="text/plain" id="worker">`).
 * `onBroken` is called once when it can't be started or dies.
 */
export function startEngine(onMessage: (message: FromWorker) => void, onBroken: (why: string) => void): EngineClient {
  const text = document.getElementById('worker')?.textContent ?? '';
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.onmessage = (event: MessageEvent<FromWorker>) => onMessage(event.data);
  worker.onerror = (event) => onBroken(event.message || 'the worker could not be started');
  return { post: (message, transfer = []) => worker.postMessage(message, transfer) };
}
