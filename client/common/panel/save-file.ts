import { Uri, window, workspace } from 'vscode';
import { safeFileName } from './safe-file-name.ts';

/** Asks where to save what the panel made; beside the model's file by default. */
export async function saveFile(name: string, bytes: Uint8Array, model: string | null): Promise<void> {
  const folder = folderFor(model);
  const target = await window.showSaveDialog(folder ? { defaultUri: Uri.joinPath(folder, safeFileName(name)) } : {});
  if (target) await workspace.fs.writeFile(target, bytes);
}

/** The model's folder; the workspace's when there is no such folder, as for a document that was never saved. */
function folderFor(model: string | null): Uri | undefined {
  const uri = model === null ? null : Uri.parse(model);
  if (uri && workspace.fs.isWritableFileSystem(uri.scheme)) return Uri.joinPath(uri, '..');
  return workspace.workspaceFolders?.[0]?.uri;
}
