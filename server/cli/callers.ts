import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ImportIndex } from '../analysis/import-index.ts';
import { isProgram } from '../frontends/program-files.ts';
import { readText, searchFolder } from './files.ts';

/**
 * Which programs of a file's project import it, and so say what its functions are called with. A project is the
 * nearest folder above with a package, a compiler's configuration or a repository in it; each is looked through once.
 */
export function projectCallers(): (uri: string) => Promise<readonly string[]> {
  const projects = new Map<string, Promise<ImportIndex>>();
  return async (uri) => {
    if (!isProgram(uri)) return [];
    const folder = path.dirname(fileURLToPath(uri));
    const root = rootOf(folder);
    const key = root ?? folder;
    const known = projects.get(key) ?? indexImports(key, root === null ? 1 : Infinity);
    projects.set(key, known);
    return (await known).importersOf(uri);
  };
}

const markers = ['package.json', 'tsconfig.json', 'jsconfig.json', '.git'];

/** More programs than a person has written are somebody's data or build output. */
const mostPrograms = 5_000;
const largestProgram = 2 ** 20;

function rootOf(folder: string): string | null {
  if (markers.some((name) => existsSync(path.join(folder, name)))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? null : rootOf(parent);
}

async function indexImports(folder: string, depth: number): Promise<ImportIndex> {
  const index = new ImportIndex();
  const files = await searchFolder(folder, depth);
  for (const file of files.filter(isProgram).slice(0, mostPrograms)) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? Infinity) > largestProgram) continue;
    index.set(pathToFileURL(file).href, readText(file));
  }
  return index;
}
