import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Clock } from './clock.ts';

/** Shows that something goes on, and lets people end it, if it takes longer than a second. */
export class LateProgress {
  readonly #connection: Connection;
  readonly #title: string;
  readonly #cancelStart: () => void;
  #shown: WorkDoneProgressServerReporter | null = null;
  #isDone = false;
  #isCancelled = false;

  constructor(clock: Clock, connection: Connection, title: string) {
    this.#connection = connection;
    this.#title = title;
    this.#cancelStart = clock.after(1_000, () => void this.#show());
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Tells which share is done. */
  report(share: number): void {
    this.#shown?.report(Math.round(100 * share));
  }

  done(): void {
    this.#cancelStart();
    this.#isDone = true;
    this.#shown?.done();
    this.#shown = null;
  }

  async #show(): Promise<void> {
    const progress = await this.#connection.window.createWorkDoneProgress();
    progress.token.onCancellationRequested(() => {
      this.#isCancelled = true;
    });
    progress.begin(this.#title, 0, undefined, true);
    // It may have ended while the client was asked.
    if (this.#isDone) progress.done();
    else this.#shown = progress;
  }
}
