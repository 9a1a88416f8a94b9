import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Problem } from '../analysis/file-analysis.ts';
import type { ServerNotifications } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { toDiagnostic, type World } from './convert.ts';
import type { Documents } from './documents.ts';

export interface ProblemsContext {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly documents: Documents;
  readonly world: World;
  readonly onFailure: (what: string, error: unknown) => void;
  /** A document has been analysed again without a change of its own: another file's, or the settings'. */
  readonly onRepeated: () => void;
}

/**
 * An analysis that is done before the next keystroke waits for nothing. A longer one waits for a share of what the last
 * one took above that, so that large files skip keystrokes instead of falling behind.
 */
const unnoticed = 50;
const share = 0.5;
const longestWait = 100;

/** Documents that only depend on the one that is being edited come after it, when there is a pause. */
const pause = 50;

/**
 * Publishes the problems of open documents, a moment after they change. An analysis also finds problems in files that
 * the document imports; a file's problems are those of every open document that leads to it, each once.
 */
export class Problems {
  readonly #context: ProblemsContext;
  /** By document, what calls its waiting analysis off. */
  readonly #waiting = new Map<string, () => void>();
  /** By analysed document, by file. */
  readonly #found = new Map<string, ReadonlyMap<string, readonly Problem[]>>();
  /** By document, how long its last analysis took. */
  readonly #milliseconds = new Map<string, number>();
  /** By document, the version that was analysed last. */
  readonly #versions = new Map<string, number>();

  constructor(context: ProblemsContext) {
    this.#context = context;
  }

  /** Analyses a document soon, and publishes what has changed; `typedIn` says which document is being edited, if not this one. */
  schedule(uri: string, typedIn = uri): void {
    this.#waiting.get(uri)?.();
    const beyond = Math.max(0, (this.#milliseconds.get(uri) ?? 0) - unnoticed);
    const wait = Math.min(longestWait, share * beyond) + (typedIn === uri ? 0 : pause);
    const cancel = this.#context.clock.after(wait, () => {
      this.#waiting.delete(uri);
      this.#refresh(uri).catch((error: unknown) => this.#context.onFailure(`problems of ${uri}`, error));
    });
    this.#waiting.set(uri, cancel);
  }

  /** A closed document has no problems of its own any more. */
  close(uri: string): void {
    this.#waiting.get(uri)?.();
    this.#waiting.delete(uri);
    this.#versions.delete(uri);
    this.#milliseconds.delete(uri);
    const files = [...(this.#found.get(uri)?.keys() ?? [])];
    this.#found.delete(uri);
    for (const file of new Set([uri, ...files])) this.#publish(file);
  }

  async #refresh(uri: string): Promise<void> {
    const version = this.#context.documents.open.get(uri)?.version;
    const start = this.#context.clock.now();
    const analysis = await this.#context.documents.complete(uri);
    this.#milliseconds.set(uri, this.#context.clock.now() - start);
    if (!analysis || analysis === 'superseded' || version === undefined) return;
    if (this.#context.documents.open.get(uri)?.version !== version) return;
    const byFile = new Map<string, Problem[]>([[uri, []]]);
    for (const problem of analysis.findings) {
      const list = byFile.get(problem.place.file) ?? [];
      list.push(problem);
      byFile.set(problem.place.file, list);
    }
    const before = [...(this.#found.get(uri)?.keys() ?? [])];
    this.#found.set(uri, byFile);
    for (const file of new Set([...before, ...byFile.keys()])) this.#publish(file);
    const notification: ServerNotifications['convlens/analysed'] = { uri, version, models: analysis.models.length };
    await this.#context.connection.sendNotification('convlens/analysed', notification);
    if (this.#versions.get(uri) === version) this.#context.onRepeated();
    this.#versions.set(uri, version);
  }

  #publish(file: string): void {
    const diagnostics = new Map<string, Diagnostic>();
    for (const byFile of this.#found.values()) {
      for (const problem of byFile.get(file) ?? []) {
        const diagnostic = toDiagnostic(this.#context.world, problem);
        const { rule, message, place } = problem;
        if (diagnostic) diagnostics.set(`${rule} ${place.range.start} ${place.range.end} ${message}`, diagnostic);
      }
    }
    const version = this.#context.documents.open.get(file)?.version;
    void this.#context.connection.sendDiagnostics({
      uri: file,
      ...(version === undefined ? {} : { version }),
      diagnostics: [...diagnostics.values()],
    });
  }
}
