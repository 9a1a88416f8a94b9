import type { Diagnostic } from 'vscode-languageserver';

/**
 * The problems of each file as each of several sources sees them; the editor is shown all of them, each once. Two lanes
 * find the same problem of a file that programs of both import.
 */
export class Published<Source> {
  readonly #found = new Map<Source, Map<string, readonly Diagnostic[]>>();

  /** Takes what a source has found in a file. What there is to show of it now. */
  set(source: Source, uri: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
    const files = this.#found.get(source) ?? new Map<string, readonly Diagnostic[]>();
    this.#found.set(source, files);
    if (diagnostics.length > 0) files.set(uri, diagnostics);
    else files.delete(uri);
    return this.#all(uri);
  }

  /** The files in which a source has found something. */
  files(source: Source): string[] {
    return [...(this.#found.get(source)?.keys() ?? [])];
  }

  #all(uri: string): Diagnostic[] {
    const once = new Map<string, Diagnostic>();
    for (const files of this.#found.values()) {
      for (const diagnostic of files.get(uri) ?? []) once.set(JSON.stringify(diagnostic), diagnostic);
    }
    return [...once.values()];
  }
}
