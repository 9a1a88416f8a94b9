import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import { ImportIndex } from '../analysis/import-index.ts';
import { isProgram } from '../frontends/program-files.ts';
import type { ClientRequests } from '../protocol.ts';
import type { Clock } from './clock.ts';

const programs = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,html,htm}';

/** More programs than these, and larger ones, are no work of people. */
const mostPrograms = 5_000;
const largestProgram = 2 ** 20;

/** Enough to keep the client's file system busy, few enough to leave it room for what the editor is waiting for. */
const readersAtOnce = 8;

/**
 * Which programs of the workspace import which. The client lists and reads them once in the background; nothing waits
 * for that, and what is not known yet has no callers.
 */
export class WorkspaceImports {
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #index = new ImportIndex();
  /** Files whose text the editor has sent; what lies on disk under their names is older. */
  readonly #isOpen: (uri: string) => boolean;

  constructor(clock: Clock, connection: Connection, isOpen: (uri: string) => boolean) {
    this.#clock = clock;
    this.#connection = connection;
    this.#isOpen = isOpen;
  }

  /** Looks through the whole workspace. */
  async readAll(): Promise<void> {
    const shown: { progress?: WorkDoneProgressReporter } = {};
    const waited = this.#clock.after(1000, async () => {
      shown.progress = await this.#connection.window.createWorkDoneProgress();
      shown.progress.begin('ConvLens: looking for callers', 0);
    });
    try {
      const files = await this.#list();
      let next = 0;
      const reader = async (): Promise<void> => {
        for (let file = files[next++]; file !== undefined; file = files[next++]) {
          await this.refresh(file);
          shown.progress?.report(Math.round((100 * next) / files.length));
        }
      };
      await Promise.all(Array.from({ length: readersAtOnce }, reader));
    } finally {
      waited();
      shown.progress?.done();
    }
  }

  /** Reads a file that may have changed on disk. True when it imports something else than before. */
  async refresh(uri: string): Promise<boolean> {
    if (!isProgram(uri) || this.#isOpen(uri)) return false;
    const params: ClientRequests['convlens/readFile']['params'] = { uri, maxBytes: largestProgram };
    const answer: ClientRequests['convlens/readFile']['result'] = await this.#connection.sendRequest(
      'convlens/readFile',
      params,
    );
    return !this.#isOpen(uri) && this.#index.set(uri, answer?.text ?? null);
  }

  /** Takes the text of an open document. */
  set(uri: string, text: string): void {
    if (isProgram(uri)) this.#index.set(uri, text);
  }

  /** The programs whose calls tell what a program's functions are called with: see ImportIndex. */
  importersOf(uri: string): readonly string[] {
    return isProgram(uri) ? this.#index.importersOf(uri) : [];
  }

  /** A client that is not ours cannot list files: its open documents are all that is known. */
  async #list(): Promise<ClientRequests['convlens/listFiles']['result']> {
    const params: ClientRequests['convlens/listFiles']['params'] = { glob: programs, limit: mostPrograms };
    try {
      return await this.#connection.sendRequest('convlens/listFiles', params);
    } catch {
      return [];
    }
  }
}
