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
  /** The panel has put the cursor there, so that the panel need not follow it. */
  readonly fromPanel: boolean;
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
  #asked = 0;
  #putByPanel: { uri: string; position: Position } | null = null;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = [
      window.onDidChangeActiveTextEditor(() => this.#soon(0)),
      window.onDidChangeTextEditorSelection((event) => this.#selectionChanged(event)),
      server.onAnalysed(({ uri }) => {
        if (window.activeTextEditor?.document.uri.toString() === uri) this.#soon(0);
      }),
    ];
    this.#soon(0);
  }

  get place(): CursorPlace | null {
    return this.#place;
  }

  /** The panel is about to put the cursor here. */
  expectFromPanel(uri: string, position: Position): void {
    this.#putByPanel = { uri, position };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#moved.dispose();
  }

  #selectionChanged({ textEditor }: TextEditorSelectionChangeEvent): void {
    if (textEditor === window.activeTextEditor) this.#soon(restingTime);
  }

  #soon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), milliseconds);
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const editor = window.activeTextEditor;
    const place = editor && isSelected(editor.document) ? await this.#find(editor) : null;
    // Another question has been asked meanwhile; its answer is the one that counts.
    if (asked !== this.#asked) return;
    this.#place = place;
    void commands.executeCommand('setContext', 'convlens.inModel', place?.info.model != null);
    this.#moved.fire(place);
  }

  async #find(editor: TextEditor): Promise<CursorPlace | null> {
    const uri = editor.document.uri.toString();
    const { line, character } = editor.selection.active;
    const fromPanel = this.#putByPanel?.uri === uri && this.#putByPanel.position.isEqual(editor.selection.active);
    if (!fromPanel) this.#putByPanel = null;
    try {
      const info = await this.#server.request('convlens/cursor', { uri, line, character });
      return { uri, info, fromPanel };
    } catch (error) {
      this.#server.log('The place of the cursor is not known', error);
      return null;
    }
  }
}
