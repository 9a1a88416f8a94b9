import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { analyseFile, type FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { modelProblems } from '../../server/features/model-problems.ts';
import type { ModelProblem } from '../../server/protocol.ts';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export function uriOf(path: string): string {
  return pathToFileURL(resolve(root, path)).href;
}

/** The models of a file of this repository, read by the same path that the editor takes. */
export function analysesOf(path: string): readonly GraphAnalysis[] {
  return fileOf(path).models;
}

function fileOf(path: string): FileAnalysis {
  const read = (uri: string) => {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return null;
    }
  };
  const uri = uriOf(path);
  return analyseFile(uri, read(uri) ?? '', { read });
}

/** What is wrong with a model of a file, as the server tells the panel. */
export function problemsOf(path: string, index: number): readonly ModelProblem[] {
  return modelProblems(fileOf(path), index);
}

/** The models of a program with the problems of the first. */
export function fileOfProgram(program: string): {
  readonly models: readonly GraphAnalysis[];
  readonly problems: readonly ModelProblem[];
} {
  const file = analyseFile('file:///test/program.ts', program, { read: () => null });
  return { models: file.models, problems: modelProblems(file, 0) };
}

/** A model of a program, by its name. */
export function analysisOf(program: string, name: string): GraphAnalysis {
  const { models } = analyseFile('file:///test/program.ts', program, { read: () => null });
  const found = models.find(({ graph }) => graph.name === name) ?? models[0];
  if (!found) throw new Error('the program has no model');
  return found;
}
