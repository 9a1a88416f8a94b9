import type {
  DidChangeTextDocumentParams,
  DidOpenTextDocumentParams,
  InitializeParams,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Id, type Message, type Notification, notification, request } from './message.ts';

/** What a language server must be told to be where the one before it was: what the client has said so far. */
export class Session {
  initialize: InitializeParams | null = null;
  /** The client has read the answer to `initialize`. */
  isInitialized = false;
  /** The last settings, from a client that sends them without being asked. */
  settings: Notification | null = null;
  /** By URI, as they are in the editor. */
  readonly documents = new Map<string, TextDocument>();
  /** How often a document was opened, changed or closed. */
  edits = 0;
  /** By file, the call that its author lets the server assume. */
  readonly assumed = new Map<string, string>();

  open({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): void {
    this.edits++;
    this.documents.set(uri, TextDocument.create(uri, languageId, version, text));
  }

  change({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
    this.edits++;
    const document = this.documents.get(uri);
    if (document) TextDocument.update(document, contentChanges, version);
  }

  close({ uri }: TextDocumentIdentifier): void {
    this.edits++;
    this.documents.delete(uri);
  }

  assume(uri: string, call: string | null): void {
    if (call === null) this.assumed.delete(uri);
    else this.assumed.set(uri, call);
  }

  /** The first messages of a new server. */
  greeting(id: Id): readonly Message[] {
    // A server that watched over its client's process would end with the worker, not with the process that it is in.
    const greeting: Message[] = [request(id, 'initialize', { ...this.initialize, processId: null })];
    if (this.isInitialized) greeting.push(notification('initialized', {}));
    if (this.settings) greeting.push(this.settings);
    return greeting;
  }
}

/** What opens a document as it is now. */
export function opening(document: TextDocument): Notification {
  const { uri, languageId, version } = document;
  const params: DidOpenTextDocumentParams = { textDocument: { uri, languageId, version, text: document.getText() } };
  return notification('textDocument/didOpen', params);
}

export function closing(uri: string): Notification {
  return notification('textDocument/didClose', { textDocument: { uri } });
}

/** Tells a server for which a file is not open that its text has changed. */
export function changedOutside(uri: string): Notification {
  return notification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
}
