// Before all that has texts.
import './language.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Runner } from './runner.ts';

/**
 * The worker that runs networks: it hosts the engines and keeps every layer's output, so that the page only ever holds
 * the maps it shows. It knows nothing of views and asks the page for files.
 */
declare const self: DedicatedWorkerGlobalScope;

const waiting = new Map<number, (bytes: Uint8Array | null) => void>();
let requests = 0;

const post = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, transfer);

const runner = new Runner(post, (base, path) => {
  requests++;
  const request = requests;
  post({ type: 'read', request, base, path });
  return new Promise((resolve) => waiting.set(request, resolve));
});

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'model':
      runner.keep(data.model, data.graph);
      break;
    case 'ping':
      post({ type: 'pong' });
      break;
    case 'run':
      runner.start(data);
      break;
    case 'cancel':
      runner.cancel(data.run);
      break;
    case 'visible':
      runner.see(data.run, data.steps);
      break;
    case 'maps':
      void runner.maps(data).catch(() => {
        // The run ended or its device was lost between asking and reading: the page asks again with the next run.
      });
      break;
    case 'window':
      void runner.window(data).catch(() => {
        // As for maps.
      });
      break;
    case 'matrix':
      void runner.matrix(data).catch(() => {
        // As for maps.
      });
      break;
    case 'trials':
      void runner.trials(data).catch(() => {
        // As for maps.
      });
      break;
    case 'kernels':
      void runner.kernels(data).catch(() => {
        // As for maps.
      });
      break;
    case 'file':
      waiting.get(data.request)?.(data.bytes ? new Uint8Array(data.bytes) : null);
      waiting.delete(data.request);
      break;
    default:
      data satisfies never;
  }
};
