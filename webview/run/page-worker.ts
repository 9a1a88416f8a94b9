import type { WorkerPort } from './engine.ts';

/**
 * Starts the worker from the script text that the host put into the page (`<script type="text/plain" id="worker">`): a
 * webview may not start one from its own address. Throws where workers are not allowed.
 */
export function startWorker(): WorkerPort {
  const text = document.getElementById('worker')?.textContent ?? '';
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
