/**
 * A process with a worker that analyses, as the supervisor's process has them: it hands the worker each file that it is
 * sent, and tells what became of it. What ends the whole process, its parent sees.
 */
import { Worker } from 'node:worker_threads';
import type { Asked, Bounds, KeeperOptions, Told } from './watchdog.ts';

const { script, bounds, megabytes }: KeeperOptions = JSON.parse(process.argv[2] ?? '');
let worker: Worker | null = null;

process.on('message', async (asked: Asked) => {
  worker ??= await started();
  const told = await watched(worker, asked, bounds);
  if (!isAnswer(told)) {
    await worker.terminate();
    worker = null;
  }
  process.send?.(told);
});
process.on('disconnect', () => process.exit());

/** Whether the worker lives on. */
function isAnswer({ kind }: Told): boolean {
  return kind === 'figures' || kind === 'threw' || kind === 'heap';
}

function started(): Promise<Worker> {
  const starting = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  return new Promise((resolve, reject) => {
    starting.once('error', reject);
    starting.once('message', () => {
      starting.off('error', reject);
      resolve(starting);
    });
  });
}

function watched(own: Worker, asked: Asked, { wall, processor }: Bounds): Promise<Told> {
  return new Promise((resolve) => {
    const start = performance.now();
    const spentBefore = otherThreads();
    const settle = (told: Told): void => {
      clearInterval(timer);
      own.off('message', settle).off('error', onError).off('exit', onExit);
      // What a worker that is being ended still reports is no news.
      if (!isAnswer(told)) own.on('error', () => undefined);
      resolve(told);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(isMemory ? { kind: 'memory' } : { kind: 'died', error: error.stack ?? error.message });
    };
    const onExit = (code: number): void => settle({ kind: 'died', error: `exit ${code}` });
    const timer = setInterval(() => {
      const passed = (performance.now() - start) / 1000;
      const spent = otherThreads() - spentBefore;
      if (passed > wall || spent > processor) settle({ kind: 'stalled', wall: passed, processor: spent });
    }, 100);
    own.on('message', settle).on('error', onError).on('exit', onExit);
    own.postMessage(asked);
  });
}

/** Processor seconds of all threads but this one: the worker's, with those that collect its garbage. */
function otherThreads(): number {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  return (all.user + all.system - own.user - own.system) / 1e6;
}
