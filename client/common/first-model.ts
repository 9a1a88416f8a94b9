import { type Disposable, type TextDocument, workspace } from 'vscode';
import {
  importsNeighbour,
  isNativeModel,
  looksLikeGraphModel,
  looksLikeLayersModel,
  programMayHoldModel,
} from '../../server/may-hold-model.ts';
import { isNearTensorFlow } from './near-tensorflow.ts';
import { isSelected } from './selector.ts';

/** Typing is looked at when it pauses. */
const pause = 300;

/** Waits for the first text that may hold a network, in a document that is open, opened, edited or saved. */
export class FirstModel implements Disposable {
  readonly #onFound: () => void;
  readonly #subscriptions: Disposable[];
  readonly #edited = new Set<TextDocument>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(onFound: () => void) {
    this.#onFound = onFound;
    this.#subscriptions = [
      workspace.onDidOpenTextDocument((document) => void this.#look(document)),
      workspace.onDidSaveTextDocument((document) => void this.#look(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
    ];
    for (const document of workspace.textDocuments) void this.#look(document);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** What a document imports is looked at when it is opened or saved: it needs a file to be read. */
  async #look(document: TextDocument): Promise<void> {
    if (this.#isDisposed || !isSelected(document)) return;
    if (mayHoldModel(document) || (await mayCallModel(document))) this.#found();
  }

  #changed(document: TextDocument): void {
    if (!isSelected(document)) return;
    this.#edited.add(document);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if ([...this.#edited].some((edited) => !edited.isClosed && mayHoldModel(edited))) this.#found();
      this.#edited.clear();
    }, pause);
  }

  #found(): void {
    if (this.#isDisposed) return;
    this.dispose();
    this.#onFound();
  }
}

function mayHoldModel(document: TextDocument): boolean {
  const text = document.getText();
  if (document.languageId !== 'json') return programMayHoldModel(text);
  return isNativeModel(document.uri.path) || looksLikeLayersModel(text) || looksLikeGraphModel(text);
}

/** A program that names no library may put together what another file makes. */
async function mayCallModel(document: TextDocument): Promise<boolean> {
  return document.languageId !== 'json' && importsNeighbour(document.getText()) && isNearTensorFlow(document.uri);
}
