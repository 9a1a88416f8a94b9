import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { laneMemory } from '../../server/supervisor/node/thread.ts';
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

/** A file, or how much its worker keeps of all before. */
export type Asked = SeedFile | 'heap';

export type Told = Outcome | { readonly kind: 'heap'; readonly megabytes: number };

export interface KeeperOptions {
  readonly script: string;
  readonly bounds: Bounds;
  /** The heap of the worker. */
  readonly megabytes: number;
}

/** Has files analysed in a worker of another process, one at a time, and ends the worker that takes too long. */
export class Watchdog {
  readonly #options: KeeperOptions;
  #keeper: ChildProcess | null = null;

  /** The script is the worker's: the bundle of thread.ts. */
  constructor(script: string, bounds: Bounds) {
    this.#options = { script, bounds, megabytes: Math.min(...Object.values(laneMemory)) };
  }

  async outcome(file: SeedFile): Promise<Outcome> {
    const outcome = await this.#ask(file);
    if (outcome.kind === 'heap') throw new Error('the keeper has answered another question');
    return outcome;
  }

  /** What the worker still holds when its garbage is collected. */
  async keptMegabytes(): Promise<number> {
    const heap = await this.#ask('heap');
    if (heap.kind !== 'heap') throw new Error(`the worker has ended: ${JSON.stringify(heap)}`);
    return heap.megabytes;
  }

  async #ask(asked: Asked): Promise<Told> {
    this.#keeper ??= startKeeper(this.#options);
    const answer = await told(this.#keeper, asked);
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) this.#keeper = null;
    return answer;
  }

  async stop(): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = null;
    if (!keeper) return;
    const isGone = new Promise((resolve) => keeper.once('exit', resolve));
    keeper.kill('SIGKILL');
    await isGone;
  }
}

function startKeeper(options: KeeperOptions): ChildProcess {
  return fork(join(import.meta.dirname, 'keeper.ts'), [JSON.stringify(options)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
  });
}

function told(keeper: ChildProcess, asked: Asked): Promise<Told> {
  return new Promise((resolve) => {
    let output = '';
    const onOutput = (data: Buffer): void => {
      output = (output + data.toString()).slice(0, mostOutput);
    };
    const settle = (answer: Told): void => {
      keeper.off('message', settle).off('exit', onExit);
      keeper.stderr?.off('data', onOutput);
      resolve(answer);
    };
    const onExit = (code: number | null, signal: string | null): void =>
      settle({ kind: 'died', error: `the process ended with ${signal ?? code}\n${output}` });
    keeper.on('message', settle).on('exit', onExit);
    keeper.stderr?.on('data', onOutput);
    keeper.send(asked);
  });
}

const mostOutput = 4_000;
