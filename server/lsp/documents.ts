import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Work } from '../../core/graph/work.ts';
import { AnalysisCache } from '../analysis/analysis-cache.ts';
import { type AnalysisOptions, analyseFile, type FileAnalysis } from '../analysis/file-analysis.ts';
import { lineStartsOf } from '../analysis/line-index.ts';
import { type FilePart, parsePartUri, printPart } from '../frontends/file-part.ts';
import { isFolder, printFolder } from '../frontends/folder.ts';
import type { ClientRequests } from '../protocol.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { during, type Watch } from './watch.ts';
import type { WorkspaceImports } from './workspace-imports.ts';

/** Larger files are not read: no program written by hand is longer, and a model's topology is not either. */
const largestFile = 32 * 2 ** 20;

/** Weights' files, of which a few numbers are wanted. The converter cuts them at 4 MiB. */
const largestWeights = 256 * 2 ** 20;

/** Imports lead to imports; a chain longer than this is not followed further. */
const longestImportChain = 40;

/** What one question about a file may say besides the settings. */
export type OwnOptions = Pick<AnalysisOptions, 'call' | 'rules'>;

export interface DocumentsContext {
  readonly connection: Connection;
  readonly watch: Watch;
  readonly open: TextDocuments<TextDocument>;
  readonly imports: WorkspaceImports;
  /** Learns of each analysis what it lacks and has. */
  readonly onAnalysis: (analysis: FileAnalysis) => void;
}

/**
 * The files that the server knows: open documents as they are in the editor, and imported files, which the client
 * reads for it. It keeps their analyses and says which documents a change concerns.
 */
export class Documents {
  settings: Settings = defaultSettings;
  readonly open: TextDocuments<TextDocument>;
  readonly #connection: Connection;
  readonly #watch: Watch;
  readonly #loaded = new Map<string, string | null>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #lineStarts = new Map<string, { text: string; starts: readonly number[] }>();
  readonly #cache: AnalysisCache;
  readonly #imports: WorkspaceImports;
  readonly #onAnalysis: (analysis: FileAnalysis) => void;
  /** By file, the call that its author lets us assume. */
  readonly #assumed = new Map<string, string>();

  constructor({ connection, watch, open, imports, onAnalysis }: DocumentsContext) {
    this.#connection = connection;
    this.#watch = watch;
    this.#onAnalysis = onAnalysis;
    this.open = open;
    this.#cache = new AnalysisCache({ read: (uri) => this.#readForAnalysis(uri) });
    this.#imports = imports;
  }

  /** Finds out, once, which programs of the workspace call which. The documents that this concerns. */
  async findCallers(): Promise<readonly string[]> {
    if (!(await this.#imports.readAll())) return [];
    return this.open.keys().filter((uri) => this.#imports.importersOf(uri).length > 0);
  }

  /** Takes a document's new text. */
  update(document: TextDocument): void {
    this.#imports.set(document.uri, document.getText());
  }

  /** From now on a file is read as if this call stood behind it; null ends that. */
  assume(uri: string, call: string | null): void {
    if (call === null) this.#assumed.delete(uri);
    else this.#assumed.set(uri, call);
    this.#cache.forget(uri);
  }

  /**
   * What is known of a file now, without waiting for anything; with options of its own it is not remembered. Null when it
   * is neither open nor loaded.
   */
  current(uri: string, own: OwnOptions | null = null): FileAnalysis | null | 'superseded' {
    const call = this.#assumed.get(uri);
    const assumed = call === undefined ? [] : [call];
    const callers = this.#imports.importersOf(uri);
    const document = this.open.get(uri);
    const options = { callers, assumed, language: document?.languageId, runtime: this.settings.runtime };
    return during(this.#watch, { uri, version: document?.version ?? null }, (isCancelled) => {
      try {
        const work = new Work(undefined, isCancelled);
        const analysis =
          own === null
            ? this.#cache.get(uri, this.settings.rules, { ...options, work })
            : this.#analyseOnce(uri, { ...options, work, ...own });
        return isCancelled() ? 'superseded' : analysis;
      } catch (error) {
        // However far it came.
        if (isCancelled()) return 'superseded';
        throw error;
      }
    });
  }

  /**
   * The analysis of a file once it and every file that it imports have been read. Null when there is no such file. The
   * panel asks about files that no editor shows: the examples, and what it showed when the window was closed.
   * Superseded when the document has changed or was closed meanwhile; the message that says so has not been read yet.
   */
  async complete(uri: string, own: OwnOptions | null = null): Promise<FileAnalysis | null | 'superseded'> {
    if (this.#read(uri) === 'pending') await this.#load(uri);
    for (let round = 0; round < longestImportChain; round++) {
      const analysis = this.current(uri, own);
      if (!analysis || analysis === 'superseded') return analysis;
      this.#onAnalysis(analysis);
      if (analysis.missing.length === 0) return analysis;
      await Promise.all(analysis.missing.map((file) => this.#load(file)));
    }
    return this.current(uri, own);
  }

  /** The text of a file that is open or can be read; null for any other. */
  async read(uri: string): Promise<string | null> {
    if (this.#read(uri) === 'pending') await this.#load(uri);
    return this.text(uri);
  }

  /** Drops what was read of a file that no document and no analysis of one needs. */
  release(uri: string): void {
    if (this.open.get(uri) || this.open.keys().some((document) => this.#cache.reads(document, uri))) return;
    this.#loaded.delete(uri);
    this.#lineStarts.delete(uri);
    this.#cache.forget(uri);
  }

  /** Resolves when a document changes or is closed, or when the request that waits for that is cancelled. */
  nextChange(uri: string, token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        for (const subscription of subscriptions) subscription.dispose();
        resolve();
      };
      const ifItself = ({ document }: { readonly document: TextDocument }) => document.uri === uri && done();
      const subscriptions = [
        token.onCancellationRequested(done),
        this.open.onDidChangeContent(ifItself),
        this.open.onDidClose(ifItself),
      ];
    });
  }

  /** The open documents whose analysis has read `file`, those that it calls, and the document itself when it is open. */
  dependents(file: string): string[] {
    return this.open
      .keys()
      .filter((uri) => uri === file || this.#cache.reads(uri, file) || this.#imports.importersOf(uri).includes(file));
  }

  /** A file changed on disk or was closed: it is read again when an analysis needs it. Resolves to whether its imports have changed. */
  async forget(uri: string): Promise<boolean> {
    this.#loaded.delete(uri);
    this.#loading.delete(uri);
    this.#lineStarts.delete(uri);
    // Weights lie beside their model and change with it, and the client does not watch them.
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
    for (const part of this.#loaded.keys()) {
      if (parsePartUri(part)?.uri.startsWith(folder)) this.#loaded.delete(part);
    }
    if (!this.open.get(uri)) this.#cache.forget(uri);
    return this.#imports.refresh(uri);
  }

  text(uri: string): string | null {
    const text = this.#read(uri);
    return text === 'pending' ? null : text;
  }

  /** Where the lines of a known file start, for positions; null when the file isn't known. */
  lineStarts(uri: string): readonly number[] | null {
    const text = this.text(uri);
    if (text === null) return null;
    const known = this.#lineStarts.get(uri);
    if (known?.text === text) return known.starts;
    const starts = lineStartsOf(text);
    this.#lineStarts.set(uri, { text, starts });
    return starts;
  }

  #analyseOnce(uri: string, options: AnalysisOptions): FileAnalysis | null {
    const text = this.text(uri);
    return text === null ? null : analyseFile(uri, text, { read: (file) => this.#readForAnalysis(file) }, options);
  }

  #readForAnalysis(uri: string): string | null | 'pending' {
    const text = this.#read(uri);
    if (text !== null && text !== 'pending') this.#watch.reads(uri);
    return text;
  }

  #read(uri: string): string | null | 'pending' {
    const document = this.open.get(uri);
    if (document) return document.getText();
    const text = this.#loaded.get(uri);
    return text === undefined ? 'pending' : text;
  }

  #load(uri: string): Promise<void> {
    const running = this.#loading.get(uri);
    if (running) return running;
    const loading = this.#request(uri).then((text) => {
      // Forgotten meanwhile: the file has changed since it was asked for.
      if (this.#loading.get(uri) !== loading) return;
      this.#loading.delete(uri);
      this.#loaded.set(uri, text);
    });
    this.#loading.set(uri, loading);
    return loading;
  }

  /** A client that cannot read the file, for whatever reason, has answered that there is none. */
  async #request(uri: string): Promise<string | null> {
    const params: ClientRequests['convlens/readFile']['params'] = { uri, maxBytes: largestFile };
    const part = parsePartUri(uri);
    try {
      if (part) return await this.#requestPart(part);
      if (isFolder(uri)) return await this.#requestFolder(uri);
      const answer: ClientRequests['convlens/readFile']['result'] = await this.#connection.sendRequest(
        'convlens/readFile',
        params,
      );
      return answer?.text ?? null;
    } catch (error) {
      this.#connection.console.warn(`Could not read ${uri}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  async #requestFolder(uri: string): Promise<string | null> {
    const params: ClientRequests['convlens/listFolder']['params'] = { uri };
    const answer: ClientRequests['convlens/listFolder']['result'] = await this.#connection.sendRequest(
      'convlens/listFolder',
      params,
    );
    return answer && printFolder(answer.names);
  }

  async #requestPart(part: FilePart): Promise<string | null> {
    const params: ClientRequests['convlens/readBytes']['params'] = { ...part, maxBytes: largestWeights };
    const answer: ClientRequests['convlens/readBytes']['result'] = await this.#connection.sendRequest(
      'convlens/readBytes',
      params,
    );
    return answer && printPart(answer);
  }
}
