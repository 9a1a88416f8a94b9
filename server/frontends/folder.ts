import type { FileHost } from './frontend.ts';

/**
 * Folders are read like files: by a URI with a slash at its end, whose text is the names of what lies in it. So a
 * listing is loaded, remembered and waited for in the same way, and an analysis is repeated when it changes.
 */
export function isFolder(uri: string): boolean {
  return uri.endsWith('/');
}

/** The folder that a file or a folder lies in; its own root lies in itself. */
export function parentFolder(uri: string): string {
  const end = uri.lastIndexOf('/', uri.length - 2);
  return end > uri.indexOf('://') + 2 ? uri.slice(0, end + 1) : uri;
}

/** Names as the text that `FileHost.read` answers with. Those of folders end in a slash. */
export function printFolder(names: Iterable<string>): string {
  return [...names].sort().join('\n');
}

/** What lies in a folder, in order of names; `null` when that is not to be known. */
export function listFolder(uri: string, host: FileHost): readonly string[] | null | 'pending' {
  const text = host.read(uri);
  return text === null || text === 'pending' ? text : text.split('\n');
}
