import type { WorkerPort } from './engine.ts';

/**
 * Starts the worker from the script text that the host put into the page (`<script type="text/plain" id="worker">`): a
 * webview may not start one from its own address. It gets the page's texts as well. Throws where workers are not allowed.
 */
export function startWorker(): WorkerPort {
  const textOf = (id: string) => document.getElementById(id)?.textContent ?? '';
  const texts = `self.texts = ${JSON.stringify(textOf('texts'))};\n`;
  const address = URL.createObjectURL(new Blob([texts, textOf('worker')], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
