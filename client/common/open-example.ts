import { l10n, Uri, window, workspace } from 'vscode';
import { exampleFiles } from './panel/example-files.ts';

/** What the command offers: the networks that are worth a look, and the one with one of each mistake. */
const offered: readonly string[] = [...exampleFiles, 'mistakes.ts'];

/** Opens a network that comes with the extension: the one that is named, else the one that is chosen. */
export async function openExample(extensionUri: Uri, named: unknown): Promise<void> {
  const file =
    offered.find((name) => name === named) ??
    (await window.showQuickPick(offered, {
      title: l10n.t('Open an Example'),
      placeHolder: l10n.t('A network to look at'),
    }));
  if (file === undefined) return;
  const document = await workspace.openTextDocument(Uri.joinPath(extensionUri, 'examples', file));
  await window.showTextDocument(document);
}
