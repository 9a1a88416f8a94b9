import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ImportIndex } from '../../analysis/import-index.ts';
import { Failure } from '../../assist/failure.ts';
import { parsePartUri } from '../../frontends/file-part.ts';
import { isFolder, printFolder } from '../../frontends/folder.ts';
import type { FileHost } from '../../frontends/frontend.ts';
import { isProgram } from '../../frontends/program-files.ts';
import { largestProgram, mostPrograms } from '../callers.ts';
import { displayPath, displayUri, isWithin } from '../files/paths.ts';
import { projectRoot } from '../files/project-root.ts';
import { decodeText } from '../files/text-encoding.ts';
import type { Source } from '../source.ts';
import { openRevision, type Revision } from './git.ts';

/** A file of a revision, and those that it and its callers consist of then. */
export interface SourceAtRevision extends Source {
  readonly callers: readonly string[];
  nameOf(uri: string): string;
}

/** `src/model.ts@HEAD~2` in its parts; null for a path without a revision, and for a file whose name has the sign in it. */
export function parseRevision(given: string): { readonly file: string; readonly revision: string } | null {
  const [, file, revision] = /^(.+?)@([^@]+(?:@\{[^}]*\})?)$/.exec(given) ?? [];
  return file === undefined || revision === undefined || existsSync(given) ? null : { file, revision };
}

/** A file as a revision has it. @throws Failure when there is no such revision, or no such file in it */
export function sourceAt(given: string, name: string): SourceAtRevision {
  const file = path.resolve(given);
  const revision = openRevision(nearestFolder(path.dirname(file)), name);
  const host = hostOf(revision);
  const uri = pathToFileURL(file).href;
  if (!revision.entries.has(file)) throw new Failure(`${displayPath(file)}: there is no such file in ${name}`);
  const { text, encoding } = decodeText(revision.read([file])[0]!);
  const nameOf = (other: string): string => `${displayUri(other)}@${name}`;
  return { uri, text, encoding, host, nameOf, callers: callersOf(file, revision) };
}

/** A folder may be younger or gone. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

/** Larger files were written by no one. */
const largestText = 32 * 2 ** 20;

function hostOf({ entries, read }: Revision): FileHost {
  const texts = new Map<string, string | null>();
  const textOf = (file: string): string | null => {
    const size = entries.get(file)?.size ?? Infinity;
    return size > largestText ? null : decodeText(read([file])[0]!).text;
  };
  return {
    read: (uri) => {
      if (!uri.startsWith('file:') || parsePartUri(uri)) return null;
      if (isFolder(uri)) return listing(path.resolve(fileURLToPath(uri)), entries.keys());
      const known = texts.get(uri);
      if (known !== undefined) return known;
      const text = textOf(fileURLToPath(uri));
      texts.set(uri, text);
      return text;
    },
  };
}

/** Names of what lies in a folder, those of folders with a slash behind them. */
function listing(folder: string, files: Iterable<string>): string {
  const names = new Set<string>();
  for (const file of files) {
    if (!isWithin(file, folder)) continue;
    const [name = '', ...inside] = path.relative(folder, file).split(path.sep);
    names.add(inside.length > 0 ? `${name}/` : name);
  }
  return printFolder(names);
}

function callersOf(file: string, { entries, read }: Revision): readonly string[] {
  if (!isProgram(file)) return [];
  const root = projectRoot(path.dirname(file)) ?? path.dirname(file);
  const programs = [...entries.values()]
    .filter((entry) => isProgram(entry.file) && isWithin(entry.file, root) && entry.size <= largestProgram)
    .slice(0, mostPrograms);
  const index = new ImportIndex();
  const texts = read(programs.map((entry) => entry.file));
  for (const [at, entry] of programs.entries()) {
    index.set(pathToFileURL(entry.file).href, decodeText(texts[at]!).text);
  }
  return index.importersOf(pathToFileURL(file).href);
}
