import { Uri, window, workspace } from 'vscode';

/** Asks where to save what the panel made; beside the model's file by default. */
export async function saveFile(name: string, bytes: Uint8Array, model: string | null): Promise<void> {
  const folder = model === null ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(Uri.parse(model), '..');
  // Names of maps hold layer names, which may hold anything.
  const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  const target = await window.showSaveDialog(folder ? { defaultUri: Uri.joinPath(folder, safe) } : {});
  if (target) await workspace.fs.writeFile(target, bytes);
}
