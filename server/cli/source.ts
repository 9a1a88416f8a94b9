import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnalysisOptions, analyseFile, type FileAnalysis } from '../analysis/file-analysis.ts';
import type { FileHost } from '../frontends/frontend.ts';
import { Failure } from './failure.ts';
import { fileHost, readStandardInput, readText, uriOf } from './files.ts';

/** A file to be read: from disk, or from standard input under the name that was given for it. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly host: FileHost;
}

/** Standard input, when `-` stands for it. @throws Failure without a name, which tells the language */
export async function standardInput(filename: string | undefined): Promise<Source> {
  if (!filename) throw new Failure('reading standard input needs --stdin-filename, which tells the language');
  const uri = pathToFileURL(path.resolve(filename)).href;
  const text = await readStandardInput();
  return { uri, text, host: { read: (asked) => (asked === uri ? text : fileHost.read(asked)) } };
}

export function sourceOf(file: string): Source {
  return { uri: uriOf(file), text: readText(file), host: fileHost };
}

/**
 * Whether a file that was come upon, rather than named, is worth interpreting: programs that never mention TensorFlow are
 * most of a repository, and following them through their imports costs seconds each. JSON is told apart cheaply anyway.
 */
export function mayHoldModel({ uri, text }: Source): boolean {
  return uri.endsWith('.json') || /\btf\b|tensorflow|convnet/.test(text);
}

/** The command line may wait longer than an editor. */
const budget = { milliseconds: 5_000 };

export function analyseSource({ uri, text, host }: Source, options: AnalysisOptions = {}): FileAnalysis {
  return analyseFile(uri, text, host, { budget, ...options });
}
