import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { CommandArguments, ServerRequests } from '../../server/protocol.ts';
import type { Server } from './server.ts';
import { titleText } from './shown-text.ts';

type Print = ServerRequests['convlens/print']['params'];

const scheme = 'convlens';

/** What the server prints about a model, as read-only documents that follow the model's file. */
export class PrintedDocuments implements TextDocumentContentProvider, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable[];

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = [
      workspace.registerTextDocumentContentProvider(scheme, this),
      server.onAnalysed(({ uri }) => {
        for (const { uri: printed } of workspace.textDocuments) {
          if (printed.scheme === scheme && printOf(printed).uri === uri) this.#changed.fire(printed);
        }
      }),
    ];
  }

  provideTextDocumentContent(uri: Uri): Promise<string> {
    return this.#server.request('convlens/print', printOf(uri));
  }

  /** Markdown is shown drawn, the graph as text. */
  async show(kind: Print['kind'], target: CommandArguments, name: string): Promise<void> {
    const uri = uriOf({ ...target, kind }, name);
    if (kind === 'graph') {
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    } else {
      await commands.executeCommand('markdown.showPreview', uri);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

function uriOf(print: Print, name: string): Uri {
  const extension = print.kind === 'graph' ? 'txt' : 'md';
  const path = `/${titleText(name).replace(/[\\/]/g, '-')} ${print.kind}.${extension}`;
  return Uri.from({ scheme, path, query: JSON.stringify(print) });
}

/** These addresses are made by `uriOf` alone. */
function printOf(uri: Uri): Print {
  return JSON.parse(uri.query);
}
