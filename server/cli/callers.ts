import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ImportIndex } from '../analysis/import-index.ts';
import { Failure } from '../assist/failure.ts';
import { isProgram } from '../frontends/program-files.ts';
import { isWithin } from './files/paths.ts';
import { projectRoot } from './files/project-root.ts';
import { readBytes } from './files/read-file.ts';
import { searchFolder } from './files/search-files.ts';
import { decodeText } from './files/text-encoding.ts';

/**
 * Which programs of a file's project import it, and so say what its functions are called with. A project is the
 * nearest folder above with a package, a compiler's configuration or a repository in it, but nothing outside of
 * `within`; each is looked through once.
 */
export function projectCallers(within?: string): (uri: string) => readonly string[] {
  const projects = new Map<string, ImportIndex>();
  return (uri) => {
    if (!isProgram(uri)) return [];
    const folder = path.dirname(fileURLToPath(uri));
    const above = projectRoot(folder);
    const root = above !== null && within !== undefined && !isWithin(above, within) ? within : above;
    const key = root ?? folder;
    const known = projects.get(key) ?? indexImports(key, root === null ? 1 : Infinity);
    projects.set(key, known);
    return known.importersOf(uri);
  };
}

/** More programs than a person has written are data or build output. */
export const mostPrograms = 5_000;
export const largestProgram = 2 ** 20;

function indexImports(folder: string, depth: number): ImportIndex {
  const index = new ImportIndex();
  for (const file of searchFolder(folder, { depth }).files.filter(isProgram).slice(0, mostPrograms)) {
    index.set(pathToFileURL(file).href, readProgram(file));
  }
  return index;
}

/** Null for a program that can't be read or is none that a person wrote: it is not known to call anything. */
function readProgram(file: string): string | null {
  try {
    return decodeText(readBytes(file, largestProgram)).text;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
