import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { Clock } from './clock.ts';
import type { Documents } from './documents.ts';
import { during, type Watch } from './watch.ts';

export interface RequestsContext {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly watch: Watch;
  readonly documents: Documents;
}

/**
 * The one wrapper around every request: it waits for the analysis, honours cancellation, logs what fails, and then
 * answers empty, so that the server stays alive whatever it is given.
 */
export class Requests {
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #watch: Watch;
  readonly #documents: Documents;

  constructor({ clock, connection, watch, documents }: RequestsContext) {
    this.#clock = clock;
    this.#connection = connection;
    this.#watch = watch;
    this.#documents = documents;
  }

  /** Answers a request about a document with what `answer` makes of its analysis, else with `empty`. */
  async about<Result>(
    name: string,
    uri: string,
    empty: Result,
    token: CancellationToken,
    answer: (file: FileAnalysis) => Result,
  ): Promise<Result> {
    const start = this.#clock.now();
    try {
      if (token.isCancellationRequested) return empty;
      let file = await this.#documents.complete(uri);
      while (file === 'superseded') {
        await this.#documents.nextChange(uri, token);
        if (token.isCancellationRequested) return empty;
        file = await this.#documents.complete(uri);
      }
      if (!file || token.isCancellationRequested) return empty;
      const analysis = file;
      const version = this.#documents.open.get(uri)?.version ?? null;
      return during(this.#watch, { uri, version }, () => answer(analysis));
    } catch (error) {
      this.failed(`${name} in ${uri}`, error);
      return empty;
    } finally {
      if (this.#documents.settings.trace) {
        this.#connection.console.log(`${name} ${(this.#clock.now() - start).toFixed(1)} ms ${uri}`);
      }
    }
  }

  /** Runs something whose end no request waits for. */
  guard(name: string, work: () => Promise<void>): void {
    work().catch((error: unknown) => this.failed(name, error));
  }

  failed(what: string, error: unknown): void {
    this.#connection.console.error(
      `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}
