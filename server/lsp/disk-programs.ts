import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isProgram } from '../frontends/program-files.ts';
import type { OwnPrograms } from './programs.ts';

/**
 * The programs in a workspace's folders on this machine's disk, without the editor's help: what goes through its
 * extension host takes time from all other extensions. Each folder and each file is a step of its own, between which the
 * server answers.
 */
export const diskPrograms: OwnPrograms = (folders) => ({
  async list(limit, isCancelled) {
    const found: string[] = [];
    const waiting = [...(await folders().catch(() => [elsewhere]))];
    if (!waiting.every(isOnDisk)) return null;
    // A list grows while it is walked: the nearest folders come first.
    for (const folder of waiting) {
      if (isCancelled() || found.length >= limit || waiting.length > mostFolders) break;
      const { programs, inside } = await entriesOf(folder);
      found.push(...programs.slice(0, limit - found.length));
      waiting.push(...inside);
    }
    return found;
  },
  async read(uri, maxBytes) {
    if (!isOnDisk(uri)) return null;
    const path = fileURLToPath(uri);
    const size = await stat(path).then(
      (found) => (found.isFile() ? found.size : Infinity),
      () => Infinity,
    );
    const text = size <= maxBytes ? await readFile(path, 'utf8').catch(() => null) : null;
    // In no other encoding that an editor writes is a program without these.
    return text?.includes('\0') ? null : text;
  },
});

/** The folders of a client that does not tell which they are. */
const elsewhere = 'unknown:';

/** More than any project of people has; its files would be cut off before. */
const mostFolders = 20_000;

const excluded = new Set(['node_modules', 'bower_components', '.git', 'dist', 'build', 'out', 'coverage']);

function isOnDisk(uri: string): boolean {
  return uri.startsWith('file:');
}

/** A folder that can't be read has nothing in it. Links are not followed: they may lead around in circles. */
async function entriesOf(
  folder: string,
): Promise<{ readonly programs: readonly string[]; readonly inside: readonly string[] }> {
  const entries = await readdir(fileURLToPath(folder), { withFileTypes: true }).catch(() => []);
  const uriOf = ({ name }: Dirent) => `${folder.replace(/\/$/, '')}/${encoded(name)}`;
  return {
    programs: entries.filter((entry) => entry.isFile() && isProgram(entry.name)).map(uriOf),
    inside: entries.filter((entry) => entry.isDirectory() && !excluded.has(entry.name)).map(uriOf),
  };
}

/** As the editor writes names in URIs: it must know the file again. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
