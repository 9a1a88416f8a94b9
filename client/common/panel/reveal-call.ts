import { type Position, Range, Selection, Uri, ViewColumn, window, workspace } from 'vscode';
import type { FromPanel } from '../../../webview/protocol/messages.ts';
import type { Server } from '../server.ts';

/**
 * Shows the call that makes a layer, in the editor that has the file already when there is one. `before` learns where
 * the cursor will be.
 */
export async function revealCall(
  server: Server,
  { uri, index, layer, focus }: Extract<FromPanel, { type: 'locate' }>,
  before: (uri: string, position: Position) => void,
): Promise<void> {
  const place = await server.request('convlens/locate', { uri, index, layer });
  if (!place) return;
  const range = new Range(place.start.line, place.start.character, place.end.line, place.end.character);
  const document = await workspace.openTextDocument(Uri.parse(place.uri, true));
  const open = window.visibleTextEditors.find((editor) => editor.document === document);
  before(document.uri.toString(), range.start);
  if (document.uri.scheme === 'vscode-notebook-cell') {
    // A cell is shown by its notebook; as a document of its own it would get a second editor.
    if (open) open.selection = new Selection(range.start, range.start);
    open?.revealRange(range);
    return;
  }
  await window.showTextDocument(document, {
    // Not the active group: that may be the panel's own.
    viewColumn: open?.viewColumn ?? ViewColumn.One,
    preserveFocus: !focus,
    selection: new Range(range.start, range.start),
  });
}
