import type { FileHost } from '../frontends/frontend.ts';
import { type AnalysisOptions, analyseFile, type FileAnalysis } from './file-analysis.ts';
import type { RuleSettings } from './severity.ts';

/**
 * Remembers the last analysis of each file and repeats it only when the file, a file that it read, or the settings have
 * changed. What an analysis depends on is what it read, so no change is missed and none is guessed.
 */
export class AnalysisCache {
  readonly #entries = new Map<string, Entry>();
  readonly #host: FileHost;

  constructor(host: FileHost) {
    this.#host = host;
  }

  /** The analysis of a file as it is now; null when there is no such file or it isn't loaded. */
  get(uri: string, rules: RuleSettings, options: AnalysisOptions = {}): FileAnalysis | null {
    const text = this.#host.read(uri);
    if (text === null || text === 'pending') return null;
    const entry = this.#entries.get(uri);
    if (entry && entry.rules === rules && entry.analysis.text === text && this.#isCurrent(entry)) {
      if (isSame(entry.callers, options.callers)) return entry.analysis;
    }
    const read = new Map<string, string | null>();
    const host: FileHost = {
      read: (file) => {
        const answer = this.#host.read(file);
        read.set(file, answer);
        return answer;
      },
    };
    const analysis = analyseFile(uri, text, host, { ...options, rules });
    if (!options.isCancelled?.()) this.#entries.set(uri, { analysis, rules, read, callers: options.callers });
    return analysis;
  }

  /** Whether the last analysis of `uri` has read `file`, or asked for it in vain. */
  reads(uri: string, file: string): boolean {
    return this.#entries.get(uri)?.read.has(file) ?? false;
  }

  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  #isCurrent(entry: Entry): boolean {
    for (const [file, text] of entry.read) if (this.#host.read(file) !== text) return false;
    return true;
  }
}

interface Entry {
  readonly analysis: FileAnalysis;
  readonly rules: RuleSettings;
  readonly read: ReadonlyMap<string, string | null>;
  readonly callers: readonly string[] | undefined;
}

function isSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((uri, index) => uri === b[index]);
}
