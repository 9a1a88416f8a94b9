import type { Limit } from '../../core/graph/limit.ts';
import type { Graph, Place } from '../../core/graph/node.ts';
import type { Work } from '../../core/graph/work.ts';
import type { Use } from './uses.ts';

/**
 * How a front end reaches other files. It never waits: a file that is not loaded yet is answered with `pending`,
 * ends up in `FileModels.missing`, and the analysis is repeated when it has arrived.
 */
export interface FileHost {
  /**
   * The text of a file by URI; `null` when there is none, `pending` while that is not known yet. For a part of a file that is
   * no text (see file-part.ts) the text stands for its bytes, for a folder (see folder.ts) for what lies in it; a host
   * that knows neither may answer anything.
   */
  read(uri: string): string | null | 'pending';
}

/** What a reader has found in one file. Reading throws only `Stopped`, when it is cancelled. */
export interface FileModels {
  /** Every model that the file defines, in source order. */
  readonly models: readonly Graph[];
  /** Models that other files make with layers of this one: those that call it, and those that it imports. */
  readonly callersModels?: readonly Graph[];
  /** Layers that no model holds, because it is still being typed or because what makes them is never called. */
  readonly looseLayers?: readonly Graph[];
  /** What the file does with models and data. */
  readonly uses?: readonly Use[];
  /** What is wrong with the file itself: syntax errors in JSON, weights that are not there. */
  readonly findings: readonly FileFinding[];
  /** Limits that were reached, for which something may be missing from all this. */
  readonly limits: readonly Limit[];
  /** The file makes layers whose sizes are up to those who call it, and nobody who does was seen. */
  readonly wantsCallers?: boolean;
  /** URIs asked for and not loaded yet. */
  readonly missing: readonly string[];
}

export interface FileFinding {
  readonly kind: 'syntax' | 'not-a-model' | 'graph-error' | 'weights-mismatch' | 'missing-weights';
  readonly message: string;
  readonly place: Place;
}

/** What is counted in something other than units of work; each says when it stopped an analysis. */
export interface Budget {
  readonly depth: number;
  readonly layers: number;
}

export type Frontend = (uri: string, text: string, host: FileHost, options?: FrontendOptions) => FileModels;

/** What runs a saved model. */
export type Runtime = 'tensorflow.js' | 'keras';

export interface FrontendOptions {
  /** What a saved model is for that does not say so itself; unless given, what can load it, TensorFlow.js first. */
  readonly runtime?: Runtime | undefined;
  /** The editor's identifier of the text's language: it decides for documents that are no files. */
  readonly language?: string | undefined;
  readonly budget?: Partial<Budget>;
  /** What reading may spend, and whether it is still wanted. It can be spent once. */
  readonly work?: Work;
  /** An expression to evaluate in the file's own scope after it: `createModel([64, 64, 3])`. */
  readonly call?: string;
  /** Such expressions beside everything else: what the author lets us assume where a program leaves arguments open. */
  readonly assumed?: readonly string[];
  /** URIs of files that import this one, or import those; the farthest first. Their calls say what its parameters are. */
  readonly callers?: readonly string[];
}
