import ts from 'typescript';
import { mayUseLibrary } from '../libraries/library-use.ts';
import type { Run } from '../values/values.ts';
import { type Resolved, resolveImport } from './resolve.ts';

/**
 * Whether a program imports, itself or through what it imports, a file that seems to make layers. Texts are looked at and
 * nothing is executed, so that a program of another kind costs little.
 */
export function leadsToLibrary(uri: string, text: string, run: Run): boolean {
  const seen = new Set([uri]);
  const waiting: Resolved[] = [{ uri, text }];
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    for (const specifier of importsOf(file.text)) {
      const found = resolveImport(specifier, file.uri, run);
      if (!found || seen.has(found.uri) || found.uri.endsWith('.json')) continue;
      if (mayUseLibrary(found.text)) return true;
      seen.add(found.uri);
      if (seen.size > mostFiles) return false;
      waiting.push(found);
    }
  }
  return false;
}

const mostFiles = 20;

/** Specifiers of files: a package is not looked into. */
function importsOf(text: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => fileName).filter((specifier) => specifier.startsWith('.'));
}
