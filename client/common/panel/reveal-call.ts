import { type Position, Range, Selection, type TextDocument, Uri, ViewColumn, window, workspace } from 'vscode';
import type { FromPanel } from '../../../webview/protocol/messages.ts';
import type { Server } from '../server.ts';

/**
 * Shows the call that makes a layer where the panel stays in sight. Without `focus` the place is only marked in an editor
 * that shows the file: neither the focus nor the layout changes. `own` is the panel's group when it is a tab, and
 * `before` learns where the cursor will be.
 */
export async function revealCall(
  server: Server,
  { uri, index, layer, focus }: Extract<FromPanel, { type: 'locate' }>,
  own: ViewColumn | undefined,
  before: (uri: string, position: Position) => void,
): Promise<void> {
  const place = await server.request('convlens/locate', { uri, index, layer });
  if (!place) return;
  const range = new Range(place.start.line, place.start.character, place.end.line, place.end.character);
  const document = await workspace.openTextDocument(Uri.parse(place.uri, true));
  const open = window.visibleTextEditors.find((editor) => editor.document === document);
  before(document.uri.toString(), range.start);
  // A notebook's cell is shown by its notebook; as a document of its own it would get a second editor.
  if (document.uri.scheme === 'vscode-notebook-cell' || (open && !focus)) {
    if (open) open.selection = new Selection(range.start, range.start);
    open?.revealRange(range);
    return;
  }
  if (own !== undefined && !focus) return;
  await window.showTextDocument(document, {
    viewColumn: open?.viewColumn ?? columnFor(document, own),
    preserveFocus: !focus,
    selection: new Range(range.start, range.start),
  });
}

/** A group that is not the panel's own: the one that holds the file in a hidden tab, else any other, else a new one. */
function columnFor(document: TextDocument, own: ViewColumn | undefined): ViewColumn {
  if (own === undefined) return ViewColumn.One;
  const others = window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== own);
  const holding = others.find(({ tabs }) => tabs.some(({ input }) => isTextOf(input, document)));
  return (holding ?? others[0])?.viewColumn ?? ViewColumn.Beside;
}

function isTextOf(input: unknown, document: TextDocument): boolean {
  return typeof input === 'object' && input !== null && 'uri' in input && String(input.uri) === document.uri.toString();
}
