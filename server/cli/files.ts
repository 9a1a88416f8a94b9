import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ignore, { type Ignore } from 'ignore';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type FilePart, parsePartUri, printPart } from '../frontends/file-part.ts';
import { isFolder, printFolder } from '../frontends/folder.ts';
import type { FileHost } from '../frontends/frontend.ts';
import { Failure } from './failure.ts';

/** What front ends read through; a file that is not there is no failure of theirs. */
export const fileHost: FileHost = {
  read: (uri) => {
    if (!uri.startsWith('file:')) return null;
    const part = parsePartUri(uri);
    if (part) return readPart(part);
    return isFolder(uri) ? readFolder(fileURLToPath(uri)) : readIfThere(fileURLToPath(uri));
  },
};

const readable = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,html,htm,json}';
const skipped = ['**/node_modules/**', '**/.git/**', '**/dist/**', '**/build/**', '**/out/**', '**/*.d.ts'];

/**
 * The files that paths, folders and globs stand for, absolute and sorted. What folders and globs find is filtered: no
 * dependencies, no build output, nothing that git ignores. A file that is named is always taken.
 *
 * @throws Failure when a path leads nowhere
 */
export async function expandPaths(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    const kind = isDynamicPattern(given) ? 'glob' : kindOf(given);
    if (kind === 'file') found.add(path.resolve(given));
    else for (const file of kind === 'folder' ? await searchFolder(given) : await searchGlob(given)) found.add(file);
  }
  return [...found].sort();
}

/** What can be read in a folder and, down to a depth, in the folders in it. */
export function searchFolder(folder: string, depth = Infinity): Promise<readonly string[]> {
  return search(readable, path.resolve(folder), depth);
}

async function searchGlob(pattern: string): Promise<readonly string[]> {
  const files = await search(pattern, process.cwd(), Infinity);
  if (files.length === 0) throw new Failure(`${pattern} matches no file`);
  return files;
}

async function search(pattern: string, cwd: string, deep: number): Promise<readonly string[]> {
  const options = { cwd, deep, absolute: true, dot: false, ignore: skipped, expandDirectories: false };
  const files = await glob(pattern, options);
  const ignored = new GitIgnore();
  return files.map((file) => path.normalize(file)).filter((file) => !ignored.covers(file));
}

function kindOf(given: string): 'file' | 'folder' {
  const stats = statSync(given, { throwIfNoEntry: false });
  if (!stats) throw new Failure(`${given}: there is no such file or folder`);
  return stats.isDirectory() ? 'folder' : 'file';
}

/** A text by path. @throws Failure when it can't be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${displayPath(file)}: ${reasonOf(error)}`);
  }
}

export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Relative to where the command runs, with slashes, when that is shorter. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  const shown = relative.startsWith('..') && relative.length > file.length ? file : relative || file;
  return shown.replaceAll(path.sep, '/');
}

export function uriOf(file: string): string {
  return pathToFileURL(path.resolve(file)).href;
}

export function displayUri(uri: string): string {
  return uri.startsWith('file:') ? displayPath(fileURLToPath(uri)) : uri;
}

/** What the system says of a failed call, without its codes and paths. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be accessed';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function readFolder(folder: string): string | null {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return printFolder(entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)));
  } catch {
    return null;
  }
}

function readPart({ uri, ranges }: FilePart): string | null {
  let file: number | null = null;
  try {
    file = openSync(fileURLToPath(uri), 'r');
    const parts: Buffer[] = [];
    for (const [start, end] of ranges) {
      const bytes = Buffer.alloc(end - start);
      parts.push(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start)));
    }
    return printPart({ size: statSync(fileURLToPath(uri)).size, hex: Buffer.concat(parts).toString('hex') });
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** The `.gitignore` files from a file's folder up to the repository's root, each read once. */
class GitIgnore {
  readonly #rules = new Map<string, Ignore | null>();

  covers(file: string): boolean {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const relative = path.relative(folder, file).replaceAll(path.sep, '/');
      if (this.#rulesOf(folder)?.ignores(relative)) return true;
      if (statSync(path.join(folder, '.git'), { throwIfNoEntry: false }) || folder === path.dirname(folder))
        return false;
    }
  }

  #rulesOf(folder: string): Ignore | null {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const text = readIfThere(path.join(folder, '.gitignore'));
    const rules = text === null ? null : ignore().add(text);
    this.#rules.set(folder, rules);
    return rules;
  }
}
