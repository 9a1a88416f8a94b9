import { l10n, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { FromPanel, ToPanel } from '../../../webview/protocol/messages.ts';
import type { Server } from '../server.ts';

/**
 * Asks what to write so that a layer gets other arguments. With `apply` it is written, as one step that can be undone,
 * unless the file has changed meanwhile; the file stays unsaved.
 */
export async function changeCode(
  server: Server,
  { request, uri, index, path, set, apply }: Extract<FromPanel, { type: 'change' }>,
): Promise<Extract<ToPanel, { type: 'change' }>> {
  const refused = (failure: string) => ({ type: 'change', request, edits: [], failure }) as const;
  const answer = await server.request('convlens/change', { uri, index, path, set });
  if (!answer) return refused(l10n.t('The model is no longer there.'));
  if ('failure' in answer) return refused(answer.failure);
  if (apply) {
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri);
    if (open && answer.version !== 0 && open.version !== answer.version)
      return refused(l10n.t('The file has changed meanwhile: try again.'));
    const change = new WorkspaceEdit();
    for (const edit of answer.edits) {
      const { start, end } = edit;
      const range = new Range(start.line, start.character, end.line, end.character);
      change.replace(Uri.parse(edit.uri, true), range, edit.newText);
    }
    if (!(await workspace.applyEdit(change))) return refused(l10n.t('The editor did not make the change.'));
  }
  return { type: 'change', request, edits: answer.edits, failure: null };
}
