import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { glob, isDynamicPattern } from 'tinyglobby';
import { Failure } from '../../assist/failure.ts';
import { displayPath, isWithin } from './paths.ts';
import { reasonOf } from './reason.ts';

export interface Found {
  /** Absolute and sorted. */
  readonly files: readonly string[];
  /** Those of them that were named themselves. */
  readonly named: ReadonlySet<string>;
  /** What was come upon and left out although its name is that of a file to be read, in words. */
  readonly skipped: readonly string[];
}

/**
 * The files that paths, folders and globs stand for. What folders and globs find is filtered: no dependencies, no build
 * output, nothing that git ignores, no link that leads out of the folder. A file that is named is always taken.
 *
 * @throws Failure when a path leads nowhere, or a folder holds more than `most` files
 */
export async function expandPaths(paths: readonly string[], most = Infinity): Promise<Found> {
  const files = new Set<string>();
  const named = new Set<string>();
  const skipped: string[] = [];
  for (const given of paths) {
    const kind = kindOf(given);
    if (kind === 'file') named.add(path.resolve(given));
    if (kind === 'glob') for (const file of await searchGlob(given)) files.add(file);
    if (kind !== 'folder') continue;
    const inside = searchFolder(given, { most });
    for (const file of inside.files) files.add(file);
    skipped.push(...inside.skipped);
  }
  return { files: [...new Set([...files, ...named])].sort(), named, skipped };
}

/** A file may have a name that looks like a glob, as pages of some frameworks do: `[id].ts`. */
function kindOf(given: string): 'file' | 'folder' | 'glob' {
  try {
    const stats = statSync(given, { throwIfNoEntry: false });
    if (stats) return stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    throw new Failure(`${displayPath(path.resolve(given))}: ${reasonOf(error)}`);
  }
  if (isDynamicPattern(given)) return 'glob';
  throw new Failure(`${displayPath(path.resolve(given))}: there is no such file or folder`);
}

const readable = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|html|htm|json)$/;
const declarations = /\.d\.ts$/;
const skippedFolders = ['node_modules', '.git', 'dist', 'build', 'out'];

/** What can be read in a folder and, down to a depth, in the folders in it. @throws Failure when that is more than `most` */
export function searchFolder(folder: string, { depth = Infinity, most = Infinity } = {}): Omit<Found, 'named'> {
  const root = path.resolve(folder);
  const files: string[] = [];
  const skipped: string[] = [];
  const ignored = new GitIgnore();
  const waiting = [{ folder: root, depth }];
  for (const { folder: current, depth: left } of waiting) {
    if (Math.max(files.length, waiting.length) > most) {
      throw new Failure(
        `${displayPath(root)} has more than ${most} files or folders to be read; name those that are meant`,
      );
    }
    for (const entry of entriesOf(current)) {
      const file = path.join(current, entry.name);
      if (entry.isDirectory()) {
        const isWanted = !skippedFolders.includes(entry.name) && !entry.name.startsWith('.');
        if (left > 1 && isWanted && !ignored.covers(`${file}/`)) waiting.push({ folder: file, depth: left - 1 });
        continue;
      }
      if (!readable.test(entry.name) || declarations.test(entry.name) || entry.name.startsWith('.')) continue;
      if (ignored.covers(file)) continue;
      const why = entry.isFile() ? null : whyNotRead(file, root);
      if (why === null) files.push(file);
      else skipped.push(`${displayPath(file)}: ${why}`);
    }
  }
  return { files: files.sort(), skipped };
}

/** A link to a file of the folder is read like the file; null for one. */
function whyNotRead(file: string, root: string): string | null {
  try {
    if (!isWithin(realpathSync(file), realpathSync(root))) return 'it is a link that leads out of the folder';
    return statSync(file).isFile() ? null : 'it is no regular file';
  } catch {
    return 'it is a link that leads nowhere';
  }
}

function entriesOf(folder: string): ReturnType<typeof list> {
  try {
    return list(folder);
  } catch {
    return [];
  }
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

async function searchGlob(pattern: string): Promise<readonly string[]> {
  const found = await glob(pattern, {
    absolute: true,
    dot: false,
    followSymbolicLinks: false,
    ignore: [...skippedFolders.map((name) => `**/${name}/**`), '**/*.d.ts'],
    expandDirectories: false,
  });
  const ignored = new GitIgnore();
  const files = found.map((file) => path.normalize(file)).filter((file) => !ignored.covers(file));
  if (files.length === 0) throw new Failure(`${pattern} matches no file`);
  return files;
}

/** The `.gitignore` files from a file's folder up to the repository's root, each read once. */
class GitIgnore {
  readonly #rules = new Map<string, Ignore | null>();
  readonly #roots = new Map<string, boolean>();

  /** Folders have a slash at their end. */
  covers(file: string): boolean {
    const slash = file.endsWith('/') ? '/' : '';
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const relative = path.relative(folder, file).replaceAll(path.sep, '/') + slash;
      if (this.#rulesOf(folder)?.ignores(relative)) return true;
      if (this.#isRoot(folder)) return false;
    }
  }

  #isRoot(folder: string): boolean {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const isRoot = folder === path.dirname(folder) || statSync(path.join(folder, '.git'), { throwIfNoEntry: false });
    this.#roots.set(folder, Boolean(isRoot));
    return Boolean(isRoot);
  }

  #rulesOf(folder: string): Ignore | null {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const rules = readRules(path.join(folder, '.gitignore'));
    this.#rules.set(folder, rules);
    return rules;
  }
}

function readRules(file: string): Ignore | null {
  try {
    return statSync(file).isFile() ? ignore().add(readFileSync(file, 'utf8')) : null;
  } catch {
    return null;
  }
}
