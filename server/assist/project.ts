import type { RuleSettings } from '../analysis/severity.ts';
import type { AnalysedFile } from './analysed-file.ts';

/** Where the files of tools come from: a folder on disk, or an editor with what is open in it. */
export interface Project {
  /** A file by its path, as of now. @throws Failure when it is not there, or not for this project to read */
  open(path: string, options: OpenOptions): Promise<AnalysedFile>;
  /** Files that paths, folders and globs stand for, those that can't hold a model left out. @throws Failure when a path leads nowhere */
  openAll(paths: readonly string[], options: OpenOptions): AsyncIterable<AnalysedFile>;
}

export interface OpenOptions {
  /** A call that builds the model, in the scope of the file. */
  readonly call?: string | undefined;
  readonly rules?: RuleSettings | undefined;
}
