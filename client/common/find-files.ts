import { FileType, RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';
import type { ClientRequests, WorkspaceFolderName } from '../../server/protocol.ts';
import { excluded } from './list-files.ts';

type Params = ClientRequests['convlens/findFiles']['params'];
type Found = ClientRequests['convlens/findFiles']['result'];

/** What somebody means by a path: an open document, or files of the workspace and nothing outside of it. */
export async function findFiles({ path, limit }: Params): Promise<Found> {
  const open = workspace.textDocuments.find(
    ({ uri }) => uri.toString() === path || uri.path === path || uri.fsPath === path,
  );
  if (open) return { uris: [open.uri.toString()], isNamed: true };
  const folders = workspace.workspaceFolders ?? [];
  for (const { folder, rest } of folders.flatMap((one) => placesIn(one, path))) {
    const found = await findIn(folder, rest, limit);
    if (found) return found;
  }
  return null;
}

/** The folders of the workspace, and what stands before the paths of their files. */
export function folderNames(): readonly WorkspaceFolderName[] {
  const folders = workspace.workspaceFolders ?? [];
  return folders.map(({ uri, name }) => ({
    uri: unslashed(uri.toString()),
    prefix: folders.length > 1 ? `${name}/` : '',
  }));
}

interface Place {
  readonly folder: WorkspaceFolder;
  /** Relative to the folder. */
  readonly rest: string;
}

/** Where in a folder a path may lead: absolute, with the folder's name before it, or relative. */
function placesIn(folder: WorkspaceFolder, path: string): readonly Place[] {
  const slashed = path.replaceAll('\\', '/');
  for (const root of [folder.uri.toString(), folder.uri.path, folder.uri.fsPath.replaceAll('\\', '/')].map(unslashed)) {
    if (slashed === root) return [{ folder, rest: '.' }];
    if (slashed.startsWith(`${root}/`)) return [{ folder, rest: slashed.slice(root.length + 1) }];
  }
  if (/^([a-z]:)?\//i.test(slashed)) return [];
  const named = slashed.startsWith(`${folder.name}/`) ? [{ folder, rest: slashed.slice(folder.name.length + 1) }] : [];
  return [...named, { folder, rest: slashed }];
}

/** The root of a file system has a slash at its end, and no other folder has. */
function unslashed(text: string): string {
  return text.replace(/\/$/, '');
}

async function findIn(folder: WorkspaceFolder, rest: string, limit: number): Promise<Found> {
  const uri = Uri.joinPath(folder.uri, rest);
  // Dots may lead out.
  if (uri.path !== folder.uri.path && !uri.path.startsWith(`${unslashed(folder.uri.path)}/`)) return null;
  const stat = await workspace.fs.stat(uri).then(
    (found) => found,
    () => null,
  );
  if (stat && (stat.type & FileType.Directory) === 0) return { uris: [uri.toString()], isNamed: true };
  const isGlob = /[*?[\]{}]/.test(rest);
  if (!stat && !isGlob) return null;
  const pattern = stat ? new RelativePattern(uri, readable) : new RelativePattern(folder, rest);
  const uris = await workspace.findFiles(pattern, excluded, limit);
  return stat || uris.length > 0 ? { uris: uris.map(String), isNamed: false } : null;
}

const readable = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,html,htm,json}';
