import type { Clock } from '../lsp/clock.ts';
import type { Work, WorkReport } from '../lsp/watch.ts';
import type { InitializationOptions } from '../protocol.ts';
import { type Id, isResponse, type Message, request } from './message.ts';
import type { AnalysisWorker, Ending, LaneName, StartWorker } from './worker.ts';

export interface LaneContext {
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  readonly onMessage: (lane: Lane, message: Message) => void;
  /** It has begun to work on something, or ended that. */
  readonly onWork: (lane: Lane, work: Work | null) => void;
  /** It has said nothing for so many milliseconds, though it was asked. */
  readonly onSilence: (lane: Lane, milliseconds: number) => void;
  /** The worker has ended by itself, while it worked on something or between that. */
  readonly onEnd: (lane: Lane, why: Ending, work: Work | null) => void;
}

/**
 * One worker after another. While the present one has something to do it is asked for a sign of life, which it can only
 * give between two pieces of work; silence is counted in ticks, because a computer that was asleep owes no answer.
 */
export class Lane {
  readonly name: LaneName;
  readonly #context: LaneContext;
  #worker: AnalysisWorker | null = null;
  #work: Work | null = null;
  #isUp = false;
  #isWarm = false;
  #isAsked = false;
  #silence = 0;
  #stopTicking: (() => void) | null = null;

  constructor(name: LaneName, context: LaneContext) {
    this.name = name;
    this.#context = context;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** What the worker is working on and hears no message for. */
  get work(): Work | null {
    return this.#work;
  }

  /** Milliseconds since it was heard, while it owes an answer. */
  get silence(): number {
    return this.#silence;
  }

  /** Whether the worker has said anything yet. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Whether the worker has analysed anything yet. */
  get isWarm(): boolean {
    return this.#isWarm;
  }

  start(options: InitializationOptions): void {
    const worker: AnalysisWorker = this.#context.startWorker(this.name, options, {
      onMessage: (message) => {
        if (this.#worker === worker) this.#receive(message);
      },
      onEnd: (why) => {
        if (this.#worker !== worker) return;
        const work = this.#work;
        this.#forget();
        this.#context.onEnd(this, why, work);
      },
    });
    this.#worker = worker;
  }

  post(message: Message): void {
    this.#worker?.post(message);
    this.#ask();
  }

  /** Makes the present work give up. False where it can't be reached. */
  cancel(): boolean {
    if (!this.#worker?.cancel || !this.#work) return false;
    this.#worker.cancel(this.#work.number);
    return true;
  }

  terminate(): void {
    const worker = this.#worker;
    this.#forget();
    worker?.terminate();
  }

  #forget(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#worker = null;
    this.#work = null;
    this.#isUp = false;
    this.#isWarm = false;
    this.#isAsked = false;
    this.#silence = 0;
  }

  #receive(message: Message | WorkReport): void {
    // No sign that it hears anything.
    if ('reading' in message) {
      if (this.#work) this.#work = { ...this.#work, reading: message.reading };
      return;
    }
    this.#silence = 0;
    this.#isUp = true;
    if ('working' in message) {
      this.#work = message.working;
      if (this.#work) this.#ask();
      this.#context.onWork(this, this.#work);
    } else if (isResponse(message)) {
      if (message.id === signOfLife) this.#isAsked = false;
      else this.#context.onMessage(this, message);
    } else {
      if (message.method === 'convlens/analysed') this.#isWarm = true;
      this.#context.onMessage(this, message);
    }
  }

  /** A server that does not know a request answers that at once; this one's name says that it may be unknown. */
  #ask(): void {
    if (!this.#isAsked) this.#worker?.post(request(signOfLife, '$/convlens/signOfLife'));
    this.#isAsked = true;
    this.#tick();
  }

  #tick(): void {
    this.#stopTicking ??= this.#context.clock.after(tick, () => {
      this.#stopTicking = null;
      if (!this.#isAsked) return;
      this.#silence += tick;
      this.#tick();
      this.#context.onSilence(this, this.#silence);
    });
  }
}

const signOfLife: Id = 'supervisor:sign-of-life';

/** Milliseconds between two looks at a worker that has something to do. */
const tick = 20;
