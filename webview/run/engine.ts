import * as l10n from '@vscode/l10n';
import type { Graph } from '../../core/graph/node.ts';
import type { FromWorker, ToWorker } from '../worker/protocol.ts';

/** What the page uses of a worker. */
export interface WorkerPort {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message' | 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}

/** What a worker says; `onDead` comes once per worker, after which the next message starts another. */
export interface EngineEvents {
  readonly onMessage: (message: Exclude<FromWorker, { type: 'pong' }>) => void;
  readonly onDead: (why: string) => void;
}

/** Time between two pings, in milliseconds. */
export const pingPause = 10_000;
/**
 * Pings without an answer after which a worker is given up: two minutes. It answers between steps only, and a single step
 * of a large network takes seconds on the slowest engine. Counted in pings, so that a sleeping computer costs at most one.
 */
export const longestSilence = 12;

type RunRequest = Extract<ToWorker, { type: 'run' }>;

/** The worker that runs networks, as the page sees it: started when it is first needed, and anew after it has died. */
export class Engine {
  private readonly start: () => WorkerPort;
  private readonly events: EngineEvents;
  private worker: WorkerPort | null = null;
  private silence = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** The model whose graph this worker got last. */
  private model: number | null = null;

  constructor(start: () => WorkerPort, events: EngineEvents) {
    this.start = start;
    this.events = events;
  }

  /** Starts a run. The graph goes along when this worker does not have it. */
  run(request: RunRequest, graph: Graph): void {
    if (this.model !== request.model || !this.worker) this.sendModel(request.model, graph);
    this.post(request);
  }

  /** Starts a run whose graph the worker had and has let go. */
  runAgain(request: RunRequest, graph: Graph): void {
    this.sendModel(request.model, graph);
    this.post(request);
  }

  /** Without a worker there is no run to cancel. */
  cancel(run: number): void {
    this.worker?.postMessage({ type: 'cancel', run }, []);
  }

  post(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker ??= this.open();
    this.worker?.postMessage(message, transfer);
  }

  /** Ends the worker, if there is one: the next message starts another. */
  rest(): void {
    clearInterval(this.timer);
    this.worker?.terminate();
    this.worker = null;
  }

  private sendModel(model: number, graph: Graph): void {
    this.post({ type: 'model', model, graph });
    this.model = model;
  }

  private open(): WorkerPort | null {
    this.silence = 0;
    this.model = null;
    try {
      const worker = this.start();
      worker.addEventListener('message', (event) => this.hear(worker, event));
      worker.addEventListener('error', (event) => this.die(worker, messageOf(event)));
      worker.addEventListener('messageerror', () => this.die(worker, l10n.t('a message could not be read')));
      this.timer = setInterval(() => this.ping(worker), pingPause);
      return worker;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // Told afterwards, as the death of a worker is: the caller is about to say that a run has started.
      queueMicrotask(() => this.events.onDead(why));
      return null;
    }
  }

  private hear(worker: WorkerPort, event: Event): void {
    if (worker !== this.worker || !(event instanceof MessageEvent)) return;
    this.silence = 0;
    const message: FromWorker = event.data;
    if (message.type !== 'pong') this.events.onMessage(message);
  }

  private ping(worker: WorkerPort): void {
    if (this.silence >= longestSilence) {
      this.die(worker, l10n.t('it no longer answers'));
      return;
    }
    this.silence++;
    worker.postMessage({ type: 'ping' }, []);
  }

  private die(worker: WorkerPort, why: string): void {
    if (worker !== this.worker) return;
    clearInterval(this.timer);
    this.worker = null;
    worker.terminate();
    this.events.onDead(why);
  }
}

/** `RangeError: Array buffer allocation failed`. A worker that ran out of memory often gives no message. */
function messageOf(event: Event): string {
  const message = 'message' in event ? String(event.message).replace(/^Uncaught /, '') : '';
  return message === '' ? l10n.t('it ended without a message') : message;
}
