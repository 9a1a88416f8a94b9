import { FileType, l10n, Uri, workspace } from 'vscode';
import type { ClientRequests } from '../../server/protocol.ts';

/** The text of a file wherever its file system is, or null when it can't be read or has more than `maxBytes`. */
export async function readTextFile(uri: string, maxBytes: number): Promise<{ text: string } | null> {
  const bytes = await readBytes(Uri.parse(uri, true), maxBytes).catch(() => null);
  return bytes && { text: new TextDecoder(encodingOf(bytes)).decode(bytes) };
}

/** As the byte-order mark says, which the decoder drops. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Ranges of a file's bytes in hexadecimal, or null when they can't be read. */
export async function readPartsOfFile({
  uri,
  ranges,
  maxBytes,
}: ClientRequests['convlens/readBytes']['params']): Promise<ClientRequests['convlens/readBytes']['result']> {
  const bytes = await readBytes(Uri.parse(uri, true), maxBytes).catch(() => null);
  if (bytes === null) return null;
  const parts = ranges.map(([start, end]) => bytes.subarray(start, end));
  const hex = parts.flatMap((part) => Array.from(part, (byte) => byte.toString(16).padStart(2, '0'))).join('');
  return { size: bytes.length, hex };
}

/** The bytes of a file. An error says, for people, why there are none; a folder or a file above `maxBytes` is one. */
export async function readBytes(uri: Uri, maxBytes: number): Promise<Uint8Array> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const stat = await workspace.fs.stat(uri).then(
    (found) => found,
    () => null,
  );
  if (!stat) throw new Error(l10n.t('{0} does not exist.', name));
  if ((stat.type & FileType.Directory) !== 0) throw new Error(l10n.t('{0} is a folder.', name));
  // Devices and pipes have no end; a link counts as what it leads to.
  if ((stat.type & FileType.File) === 0) throw new Error(l10n.t('{0} is no regular file.', name));
  if (stat.size > maxBytes)
    throw new Error(l10n.t('{0} has {1} bytes; at most {2} are read.', name, stat.size, maxBytes));
  return workspace.fs.readFile(uri);
}
