import type { FileHost } from '../frontends/frontend.ts';
import { type AnalysisOptions, analyseFile, type FileAnalysis } from './file-analysis.ts';
import type { RuleSettings } from './severity.ts';

/**
 * Remembers the last analysis of each file and repeats it only when the file, a file that it read, or the settings have
 * changed. What an analysis depends on is what it read, so no change is missed and none is guessed. Of files
 * that were not asked about for long only that is remembered: the analyses of a thousand open files would fill the memory.
 */
export class AnalysisCache {
  readonly #entries = new Map<string, Entry>();
  readonly #host: FileHost;

  constructor(host: FileHost) {
    this.#host = host;
  }

  /**
   * The analysis of a file as it is now; null when there is no such file or it isn't loaded.
   * @throws Stopped when it is cancelled: nothing of it is kept
   */
  get(uri: string, rules: RuleSettings, options: AnalysisOptions = {}): FileAnalysis | null {
    const text = this.#host.read(uri);
    if (text === null || text === 'pending') return null;
    const entry = this.#entries.get(uri);
    if (entry?.analysis?.text === text && entry.rules === rules && this.#isCurrent(entry)) {
      if (isSameOptions(entry.options, options)) {
        this.#use(uri, entry);
        return entry.analysis;
      }
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
    const { callers, language, runtime } = options;
    this.#use(uri, { analysis, rules, read, options: { callers, language, runtime } });
    this.#forgetOldest();
    return analysis;
  }

  /** Whether the last analysis of `uri` has read `file`, or asked for it in vain. */
  reads(uri: string, file: string): boolean {
    return this.#entries.get(uri)?.read.has(file) ?? false;
  }

  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  /** The entries stand in the order in which they were last asked for. */
  #use(uri: string, entry: Entry): void {
    this.#entries.delete(uri);
    this.#entries.set(uri, entry);
  }

  #forgetOldest(): void {
    let layers = 0;
    for (const entry of [...this.#entries.values()].toReversed()) {
      // The last one is kept whatever its size.
      if (layers > mostLayers) entry.analysis = null;
      for (const { graph } of entry.analysis?.models ?? []) layers += graph.layers.length;
    }
  }

  #isCurrent(entry: Entry): boolean {
    for (const [file, text] of entry.read) if (this.#host.read(file) !== text) return false;
    return true;
  }
}

/** In all analyses that are kept; a layer takes about 3 KB. */
const mostLayers = 5000;

interface Entry {
  analysis: FileAnalysis | null;
  readonly rules: RuleSettings;
  readonly read: ReadonlyMap<string, string | null>;
  readonly options: Asked;
}

/** On what an analysis depends besides texts and rules. */
type Asked = Pick<AnalysisOptions, 'callers' | 'language' | 'runtime'>;

function isSameOptions(a: Asked, b: Asked): boolean {
  return a.language === b.language && a.runtime === b.runtime && isSame(a.callers, b.callers);
}

function isSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((uri, index) => uri === b[index]);
}
