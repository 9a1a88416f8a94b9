import type { GraphAnalysis } from '../core/graph/analysis.ts';

/**
 * ConvLens's own requests and notifications between client and server, as one typed map each. Standard LSP messages are
 * not here. This file is all that a client may import from the server.
 */

/**
 * Commands that hovers and code lenses of the server call and that the client registers. Each takes one
 * `CommandArguments`. Hovers hold them as `command:` links, so the client marks hover Markdown as trusted for exactly
 * `enabledCommands`.
 */
export const commands = {
  preview: 'convlens.preview',
  summary: 'convlens.summary',
  explain: 'convlens.explain',
  copyMarkdown: 'convlens.copyMarkdown',
  assumeCall: 'convlens.assumeCall',
} as const;

export const enabledCommands: readonly string[] = Object.values(commands);

/** Which model of a file, by index in the answer of `convlens/models`, and which of its layers by `Graph.layers`. */
export interface CommandArguments {
  readonly uri: string;
  readonly index: number;
  readonly layer?: number;
}

/** What a client tells the server when it starts it, in `initializationOptions`. */
export interface InitializationOptions {
  /** The texts of the editor's language by the English ones, as `vscode.l10n.bundle` has them; English without it. */
  readonly l10n?: object;
  /** URI of the folder with one Markdown page per rule, to which problems link. */
  readonly docs?: string;
  /** In the web host, URL of the script `dist/server/worker-browser.js`: a web worker cannot tell where it lies itself. */
  readonly worker?: string;
}

/** A model of a file, as the panel's picker and the status bar show it. */
export interface ModelInfo {
  readonly index: number;
  readonly name: string;
  readonly kind: string;
  /** `224×224×3 → 1000`. */
  readonly shapes: string;
  /** Texts for people: `25.6 M`, `4.09 G`; `≥` and `?` where they apply. */
  readonly params: string;
  readonly macs: string;
  readonly layers: number;
  /** How the program makes it, where that takes arguments: `createModel(size, classes)`. */
  readonly call: string | null;
  /** The call with which it is made because the author lets us assume it. */
  readonly assumed: string | null;
  /** Zero-based line of the model's name. */
  readonly line: number;
}

/** What is wrong with a model, as the editor shows it, and where: offsets into the text of a file. */
export interface ModelProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly file: string;
  readonly range: { readonly start: number; readonly end: number };
}

/** The layer at a position. */
export interface CursorInfo {
  readonly model: ModelInfo | null;
  readonly layer: { readonly label: string; readonly index: number; readonly shape: string } | null;
}

/** A folder of the workspace, without a slash at its end, and what stands before the paths of its files where there are several: `website/`. */
export interface WorkspaceFolderName {
  readonly uri: string;
  readonly prefix: string;
}

/** How the server is: what its supervisor lets people know. */
export type Health =
  | { readonly state: 'healthy' }
  /** It works on this file for longer than is usual. */
  | { readonly state: 'busy'; readonly uri: string }
  /** Its worker has ended, while it worked on this file if on any, and another one goes on in its place. */
  | { readonly state: 'restarted'; readonly uri: string | null; readonly isSetAside: boolean };

/** Edits of texts at the version that they were computed for. */
export type LayerChangeAnswer =
  | { readonly version: number; readonly edits: readonly LineEdit[] }
  | { readonly failure: string };

/** One edit with the line that it stands in, to be shown before it is made. */
export interface LineEdit {
  readonly uri: string;
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly newText: string;
  /** The line before the edit, what is taken out, and the line behind it. */
  readonly before: string;
  readonly removed: string;
  readonly after: string;
}

/** Client → server. */
export interface ServerRequests {
  'convlens/models': { params: { uri: string }; result: readonly ModelInfo[] };
  /**
   * The whole analysis of a model and its problems, worst first: what the panel draws and runs. `version` is the
   * document's, 0 while it isn't open.
   */
  'convlens/model': {
    params: { uri: string; index: number };
    result: { version: number; analysis: GraphAnalysis; problems: readonly ModelProblem[] } | null;
  };
  /**
   * Reads a file, from now on, as if this call stood behind it, in the scope of the file; null ends that. The index of the
   * first model that the call makes; null when it makes none.
   */
  'convlens/assume': { params: { uri: string; call: string | null }; result: number | null };
  'convlens/cursor': { params: { uri: string; line: number; character: number }; result: CursorInfo };
  /**
   * Markdown for people: the model as a table (`summary`), one layer as its hover shows it (`layer`), what the layer
   * does and what each of its arguments means (`explain`); or the graph as plain text for debugging (`graph`).
   * Empty when the model or the layer no longer exists.
   */
  'convlens/print': {
    params: { uri: string; index: number; kind: 'summary' | 'graph' | 'layer' | 'explain'; layer?: number };
    result: string;
  };
  /** Asks one of the tools for assistants: its JSON, or in words why there is none. */
  'convlens/tool': {
    params: { name: string; input: unknown; folders: readonly WorkspaceFolderName[] };
    result: { readonly json: object } | { readonly failure: string };
  };
  /** What to write so that a layer gets other arguments, or in words why the text can't say so. Nothing is written. */
  'convlens/change': {
    params: {
      uri: string;
      index: number;
      path: readonly string[];
      set: Readonly<Record<string, number | string | readonly number[]>>;
    };
    result: LayerChangeAnswer | null;
  };
  /** The position of a layer's call, for revealing it from the panel. */
  'convlens/locate': {
    params: { uri: string; index: number; layer: number };
    result: {
      uri: string;
      start: { line: number; character: number };
      end: { line: number; character: number };
    } | null;
  };
}

/** Server → client. The server has no file system of its own in the web host; `null` when the file can't be read. */
export interface ClientRequests {
  'convlens/readFile': { params: { uri: string; maxBytes: number }; result: { text: string } | null };
  /** URIs of the files of the workspace that match a glob, at most `limit`; no dependencies and no build output. */
  'convlens/listFiles': { params: { glob: string; limit: number }; result: readonly string[] };
  /**
   * Parts of a file that is no text: `ranges` are pairs of the first byte and the one behind the last; the answer is they,
   * one behind the other, in hexadecimal, and the size of the whole file.
   */
  'convlens/readBytes': {
    params: { uri: string; ranges: readonly (readonly [number, number])[]; maxBytes: number };
    result: { size: number; hex: string } | null;
  };
  /**
   * The files of the workspace that somebody means by a path, a folder or a glob, at most `limit`; whether they were meant
   * one by one. `null` when there is nothing of that name in the workspace.
   */
  'convlens/findFiles': {
    params: { path: string; limit: number };
    result: { uris: readonly string[]; isNamed: boolean } | null;
  };
  /** What lies in a folder, names of folders with a slash behind them; `null` outside of the workspace. */
  'convlens/listFolder': { params: { uri: string }; result: { names: readonly string[] } | null };
}

/** Server → client, without an answer. */
export interface ServerNotifications {
  /** A document has been analysed again; how many models it has. */
  'convlens/analysed': { uri: string; version: number; models: number };
  'convlens/health': Health;
}
