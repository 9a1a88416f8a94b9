import { Worker } from 'node:worker_threads';
import type { Answer } from './answer.ts';
import type { SeedFile } from './seeds.ts';

/** What became of a file: its answer, or how its worker ended. */
export type Outcome =
  | Answer
  | { readonly kind: 'died'; readonly error: string }
  | { readonly kind: 'memory' }
  | { readonly kind: 'stalled'; readonly wall: number; readonly processor: number };

/** In seconds. */
export interface Bounds {
  readonly wall: number;
  readonly processor: number;
}

const analysing = new URL('thread.ts', import.meta.url);

/** Has files analysed in a worker, one at a time, and ends the worker that takes too long. */
export class Watchdog {
  readonly #bounds: Bounds;
  readonly #script: URL;
  #worker: Worker | null = null;

  constructor(bounds: Bounds, script = analysing) {
    this.#bounds = bounds;
    this.#script = script;
  }

  async outcome(file: SeedFile): Promise<Outcome> {
    const worker = this.#worker ?? (await started(this.#script));
    this.#worker = worker;
    const outcome = await watched(worker, file, this.#bounds);
    if (outcome.kind !== 'figures' && outcome.kind !== 'threw') await this.stop();
    return outcome;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** In megabytes: what a server's worker has, and as much again as its sources take here, which are compiled from TypeScript. */
const memory = 200;

function started(script: URL): Promise<Worker> {
  const worker = new Worker(script, {
    resourceLimits: { maxOldGenerationSizeMb: memory },
    execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });
}

function watched(worker: Worker, file: SeedFile, bounds: Bounds): Promise<Outcome> {
  return new Promise((resolve) => {
    const start = performance.now();
    const spent = otherThreads();
    const settle = (outcome: Outcome): void => {
      clearInterval(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      // What a worker that is being ended still reports is no news.
      if (outcome.kind !== 'figures' && outcome.kind !== 'threw') worker.on('error', () => undefined);
      resolve(outcome);
    };
    const onMessage = (answer: Answer): void => settle(answer);
    const onError = (error: NodeJS.ErrnoException): void => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(isMemory ? { kind: 'memory' } : { kind: 'died', error: error.stack ?? error.message });
    };
    const onExit = (code: number): void => settle({ kind: 'died', error: `exit ${code}` });
    const timer = setInterval(() => {
      const wall = (performance.now() - start) / 1000;
      const processor = otherThreads() - spent;
      if (wall > bounds.wall || processor > bounds.processor) settle({ kind: 'stalled', wall, processor });
    }, 100);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(file);
  });
}

/** Processor seconds of all threads but this one: the worker's, with those that collect its garbage. */
function otherThreads(): number {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  return (all.user + all.system - own.user - own.system) / 1e6;
}
