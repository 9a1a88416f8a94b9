import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { ImportIndex } from '../analysis/import-index.ts';
import { isProgram } from '../frontends/program-files.ts';
import type { Clock } from './clock.ts';
import { LateProgress } from './late-progress.ts';
import type { Programs } from './programs.ts';

/** More programs than these, and larger ones, are no work of people. */
const mostPrograms = 5_000;
const largestProgram = 2 ** 20;

/** Enough to keep a file system busy, few enough to leave it room for what the editor is waiting for. */
const readersAtOnce = 8;

export interface WorkspaceImportsContext {
  readonly clock: Clock;
  readonly connection: Connection;
  /** The workspace's programs as the client has them, unsaved ones included. */
  readonly client: Programs;
  /** The same as far as the host reaches them without asking the client. */
  readonly own: Programs | null;
  /** Whether the editor has sent the text of a file; what lies on disk under its name is older. */
  readonly isOpen: (uri: string) => boolean;
}

/**
 * Which programs of the workspace import which. They are looked through once, in the background, when an analysis asks
 * who calls what it has read; nothing waits for that, and what is not known yet has no callers.
 */
export class WorkspaceImports {
  readonly #context: WorkspaceImportsContext;
  readonly #index = new ImportIndex();
  #isWanted = false;

  constructor(context: WorkspaceImportsContext) {
    this.#context = context;
  }

  /** Looks through the whole workspace, the first time. Resolves to whether it has. */
  async readAll(): Promise<boolean> {
    if (this.#isWanted) return false;
    this.#isWanted = true;
    const { clock, connection, own, client } = this.#context;
    const progress = new LateProgress(clock, connection, l10n.t('ConvLens: looking for callers'));
    const isCancelled = () => progress.isCancelled;
    try {
      const files =
        (await own?.list(mostPrograms, isCancelled)) ?? (await client.list(mostPrograms, isCancelled)) ?? [];
      let next = 0;
      const reader = async (): Promise<void> => {
        for (let file = files[next++]; file !== undefined && !isCancelled(); file = files[next++]) {
          await this.#read(file, [own, client]);
          progress.report(next / files.length);
        }
      };
      await Promise.all(Array.from({ length: readersAtOnce }, reader));
    } finally {
      progress.done();
    }
    return true;
  }

  /** Reads a file that may have changed on disk. True when it imports something else than before. */
  async refresh(uri: string): Promise<boolean> {
    return this.#isWanted && isProgram(uri) && this.#read(uri, [this.#context.client]);
  }

  /** Takes the text of an open document. */
  set(uri: string, text: string): void {
    if (isProgram(uri)) this.#index.set(uri, text);
  }

  /** The programs whose calls tell what a program's functions are called with: see ImportIndex. */
  importersOf(uri: string): readonly string[] {
    return isProgram(uri) ? this.#index.importersOf(uri) : [];
  }

  /** Takes a file's text from the first of the sources that has it. */
  async #read(uri: string, sources: readonly (Programs | null)[]): Promise<boolean> {
    const { isOpen } = this.#context;
    if (isOpen(uri)) return false;
    let text: string | null = null;
    for (const source of sources) text ??= (await source?.read(uri, largestProgram)) ?? null;
    return !isOpen(uri) && this.#index.set(uri, text);
  }
}
