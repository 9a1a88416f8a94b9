import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { Clock } from './clock.ts';
import type { Documents } from './documents.ts';

/**
 * The one wrapper around every request: it waits for the analysis, honours cancellation, logs what fails, and then
 * answers empty, so that the server stays alive whatever it is given.
 */
export class Requests {
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #documents: Documents;

  constructor(clock: Clock, connection: Connection, documents: Documents) {
    this.#clock = clock;
    this.#connection = connection;
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
      const file = await this.#documents.complete(uri);
      return !file || token.isCancellationRequested ? empty : answer(file);
    } catch (error) {
      this.failed(`${name} in ${uri}`, error);
      return empty;
    } finally {
      if (this.#documents.settings.trace) {
        this.#connection.console.log(`${name} ${(this.#clock.now() - start).toFixed(1)} ms ${uri}`);
      }
    }
  }

  /** Runs something that nobody waits for. */
  guard(name: string, work: () => Promise<void>): void {
    work().catch((error: unknown) => this.failed(name, error));
  }

  failed(what: string, error: unknown): void {
    this.#connection.console.error(
      `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}
