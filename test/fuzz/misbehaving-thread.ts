/** In the place of the worker that analyses: the text says how it fails. */
import { parentPort } from 'node:worker_threads';

const failures: Readonly<Record<string, () => unknown>> = {
  stall: () => {
    for (;;);
  },
  crash: () => process.exit(3),
  // As V8 does when the copy of a long list finds no room: the whole process ends.
  abort: () => process.kill(process.pid, 'SIGABRT'),
  memory: () => {
    // A chain, not a list: when the copy of a long list finds no room, V8 ends the whole process.
    for (let kept: unknown = null; ; ) kept = { kept };
  },
};

parentPort?.on('message', ({ text }: { readonly text: string }) => failures[text]?.());
parentPort?.postMessage('ready');
