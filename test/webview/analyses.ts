import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import { analyseFile } from '../../server/analysis/file-analysis.ts';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export function uriOf(path: string): string {
  return pathToFileURL(resolve(root, path)).href;
}

/** The models of a file of this repository, read by the same path that the editor takes. */
export function analysesOf(path: string): readonly GraphAnalysis[] {
  const read = (uri: string) => {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return null;
    }
  };
  const uri = uriOf(path);
  return analyseFile(uri, read(uri) ?? '', { read }).models;
}

/** A model of a program, by its name. */
export function analysisOf(program: string, name: string): GraphAnalysis {
  const { models } = analyseFile('file:///test/program.ts', program, { read: () => null });
  const found = models.find(({ graph }) => graph.name === name) ?? models[0];
  if (!found) throw new Error('the program has no model');
  return found;
}
