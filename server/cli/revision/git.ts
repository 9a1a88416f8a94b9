import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Failure } from '../../assist/failure.ts';

/** A file as a revision has it. */
export interface Entry {
  readonly size: number;
  /** Absolute. */
  readonly file: string;
}

/** What a revision of a repository holds. */
export interface Revision {
  readonly name: string;
  /** Regular files by their absolute paths. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** The bytes of regular files of the revision, in order. */
  read(files: readonly string[]): readonly Buffer[];
}

/** The revision of the repository around a folder. @throws Failure when there is no git, no repository or no such revision */
export function openRevision(folder: string, name: string): Revision {
  const top = git(folder, ['rev-parse', '--show-toplevel'], `${folder} is in no repository of git`).toString().trim();
  const unknown = `the repository has no revision ${name}`;
  const commit = git(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], unknown);
  const tree = commit.toString().trim();
  const listing = git(top, ['ls-tree', '-r', '-z', '-l', '--full-tree', tree], unknown).toString();
  const entries = new Map(listing.split('\0').flatMap((line) => entryOf(line, top)));
  return {
    name,
    entries,
    read(files) {
      const names = files.map((file) => `${tree}:${path.relative(top, file).replaceAll(path.sep, '/')}\n`);
      return splitBatch(git(top, ['cat-file', '--batch'], unknown, names.join('')));
    },
  };
}

/** `100644 blob 0a1b… 1234\tsrc/model.ts`. Links and submodules have no text; a name with a line end can't be asked for. */
function entryOf(line: string, top: string): readonly (readonly [string, Entry])[] {
  const [, digits, name] = /^100\d+ blob [0-9a-f]+ +(\d+)\t([^\n]+)$/.exec(line) ?? [];
  if (digits === undefined || name === undefined) return [];
  const file = path.join(top, name);
  return [[file, { file, size: Number(digits) }]];
}

/** The contents in what `cat-file --batch` writes: a line with the size, the bytes, a line end. */
function splitBatch(output: Buffer): readonly Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, digits] = / blob (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    const size = Number(digits ?? 0);
    contents.push(output.subarray(end + 1, end + 1 + size));
    at = digits === undefined ? end + 1 : end + 1 + size + 1;
  }
  return contents;
}

/** Reads objects alone: nothing of the repository's configuration is run, and what is not there is not fetched. */
function git(folder: string, args: readonly string[], failure: string, input = ''): Buffer {
  const settings = ['--no-replace-objects', '-c', 'protocol.allow=never', '-c', 'core.fsmonitor=false'];
  const env = { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  try {
    return execFileSync('git', [...settings, ...args], {
      cwd: folder,
      env,
      input,
      maxBuffer: largestOutput,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw new Failure(code === 'ENOENT' ? 'git is not installed, which tells what a revision holds' : failure);
  }
}

/** What is listed or read at once. */
const largestOutput = 512 * 2 ** 20;
