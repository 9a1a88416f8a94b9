import {
  commands,
  type Disposable,
  EventEmitter,
  type Position,
  type TextEditor,
  type TextEditorSelectionChangeEvent,
  window,
} from 'vscode';
import type { CursorInfo } from '../../server/protocol.ts';
import { isSelected } from './selector.ts';
import type { Server } from './server.ts';

/** What the cursor of the active editor is in. */
export interface CursorPlace {
  readonly uri: string;
  readonly info: CursorInfo;
  /** The cursor itself has moved; else what is there was only analysed again. */
  readonly moved: boolean;
  /** The panel that has put the cursor there, and so need not follow it. */
  readonly putBy: object | null;
}

/** Short enough to feel immediate, long enough that a held arrow key asks once. */
const restingTime = 80;

/** Follows the cursor and asks the server which model and layer it is in. */
export class Cursor implements Disposable {
  readonly #server: Server;
  readonly #moved = new EventEmitter<CursorPlace | null>();
  /** The place has changed, or what is known about it; null when no document of ours is active. */
  readonly onMoved = this.#moved.event;
  readonly #subscriptions: Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #place: CursorPlace | null = null;
  #editor: TextEditor | undefined;
  #asked = 0;
  /** How often the selection has changed, and how often it had when the last place was told. */
  #selections = 0;
  #told = 0;
  #expected: { panel: object; uri: string; position: Position } | null = null;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = [
      window.onDidChangeActiveTextEditor(() => this.#soon(0)),
      window.onDidChangeTextEditorSelection((event) => this.#selectionChanged(event)),
      server.onAnalysed(({ uri }) => {
        if (this.#editor?.document.uri.toString() === uri) this.#soon(0);
      }),
    ];
    this.#soon(0);
  }

  get place(): CursorPlace | null {
    return this.#place;
  }

  /** A panel is about to put the cursor here. */
  expect(panel: object, uri: string, position: Position): void {
    this.#expected = { panel, uri, position };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#moved.dispose();
  }

  #selectionChanged({ textEditor }: TextEditorSelectionChangeEvent): void {
    if (textEditor !== this.#editor) return;
    this.#selections++;
    this.#soon(restingTime);
  }

  #soon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), milliseconds);
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const editor = this.#currentEditor();
    // Of now: while the answer is on its way the cursor may move on, which is the next answer's to tell.
    const selections = this.#selections;
    // A question would start the server.
    const isOurs = this.#server.isWanted && editor && isSelected(editor.document);
    const place = isOurs ? await this.#find(editor, selections !== this.#told) : null;
    // Another question has been asked meanwhile; its answer is the one that counts.
    if (asked !== this.#asked) return;
    this.#told = selections;
    if (place === null && this.#place === null) return;
    this.#place = place;
    void commands.executeCommand('setContext', 'convlens.inModel', place?.info.model != null);
    this.#moved.fire(place);
  }

  /** No editor is active while a panel beside it has the focus; the last one still counts as long as it is visible. */
  #currentEditor(): TextEditor | undefined {
    const last = this.#editor;
    this.#editor = window.activeTextEditor ?? (last && window.visibleTextEditors.includes(last) ? last : undefined);
    return this.#editor;
  }

  async #find(editor: TextEditor, moved: boolean): Promise<CursorPlace | null> {
    const uri = editor.document.uri.toString();
    const { line, character } = editor.selection.active;
    const { panel, position, uri: file } = this.#expected ?? {};
    const putBy = panel && file === uri && position?.isEqual(editor.selection.active) ? panel : null;
    if (!putBy) this.#expected = null;
    try {
      const info = await this.#server.request('convlens/cursor', { uri, line, character });
      return { uri, info, putBy, moved };
    } catch (error) {
      this.#server.log('The place of the cursor is not known', error);
      return null;
    }
  }
}
