import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FilePart, parsePartUri, printPart } from '../../frontends/file-part.ts';
import { isFolder, printFolder } from '../../frontends/folder.ts';
import type { FileHost } from '../../frontends/frontend.ts';
import { isWithin } from './paths.ts';
import { linkRoot } from './project-root.ts';
import { readRange, readText, withRegularFile } from './read-file.ts';

/** More bytes of a file that is no text are not asked for at once: a front end looks at a few values. */
const largestPart = 64 * 2 ** 20;

/**
 * What front ends read through, for one run of the command. A file that is not there, or is none, is no failure of theirs.
 * Each folder is listed once, and what it does not have is not looked for.
 */
export function createFileHost(): FileHost {
  const listings = new Map<string, Listing | null>();
  const listingOf = (folder: string): Listing | null => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const parent = listings.get(path.dirname(folder));
    const isMissing = parent && !parent.lowered.has(path.basename(folder).toLowerCase());
    const listing = isMissing ? nothing : list(folder);
    listings.set(folder, listing);
    return listing;
  };
  const isListed = (file: string): boolean => {
    const listing = listingOf(path.dirname(file));
    return listing === null || listing.lowered.has(path.basename(file).toLowerCase());
  };
  return {
    read: (uri) => {
      if (!uri.startsWith('file:')) return null;
      if (isFolder(uri)) return listingOf(path.resolve(fileURLToPath(uri)))?.text ?? null;
      const part = parsePartUri(uri);
      const file = fileURLToPath(part?.uri ?? uri);
      if (!isListed(file) || leadsOut(file)) return null;
      return orNull(() => (part ? readPart(file, part) : readText(file).text));
    },
  };
}

interface Listing {
  /** As `FileHost.read` answers for a folder. */
  readonly text: string;
  /** Some file systems do not tell upper case from lower case. */
  readonly lowered: ReadonlySet<string>;
}

const nothing: Listing = { text: '', lowered: new Set() };

/** Null for a folder that may not be listed, in which files may be readable all the same. */
function list(folder: string): Listing | null {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    return { text: printFolder(names), lowered: new Set(entries.map(({ name }) => name.toLowerCase())) };
  } catch {
    return existsSync(folder) ? null : nothing;
  }
}

/** Whether links on the way to a file end outside of what the file belongs to. */
function leadsOut(file: string): boolean {
  return (
    orNull(() => {
      const real = realpathSync(file);
      return real !== file && !isWithin(real, realpathSync(linkRoot(path.dirname(file))));
    }) !== false
  );
}

function readPart(file: string, { ranges }: FilePart): string | null {
  if (ranges.reduce((sum, [start, end]) => sum + end - start, 0) > largestPart) return null;
  return withRegularFile(file, (handle, size) => {
    const parts = ranges.map(([start, end]) => readRange(handle, start, Math.min(end, size)));
    return printPart({ size, hex: Buffer.concat(parts).toString('hex') });
  });
}

function orNull<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}
