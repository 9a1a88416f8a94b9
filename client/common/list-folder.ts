import { FileType, Uri, workspace } from 'vscode';
import type { ClientRequests } from '../../server/protocol.ts';

/** What lies in a folder of the workspace, whatever its file system is; null for any other, or one that can't be read. */
export async function listFolder(uri: string): Promise<ClientRequests['convlens/listFolder']['result']> {
  const folder = Uri.parse(uri, true);
  if (!workspace.getWorkspaceFolder(folder)) return null;
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => null,
  );
  return entries && { names: entries.map(([name, type]) => ((type & FileType.Directory) === 0 ? name : `${name}/`)) };
}
