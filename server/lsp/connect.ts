import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parentFolder } from '../frontends/folder.ts';
import type { InitializationOptions } from '../protocol.ts';
import { answerFeatures } from './answer-features.ts';
import { answerOwnRequests } from './answer-own-requests.ts';
import type { Clock } from './clock.ts';
import type { World } from './convert.ts';
import { Documents } from './documents.ts';
import { Problems } from './problems.ts';
import { clientPrograms, type OwnPrograms, workspaceFolders } from './programs.ts';
import { Requests } from './requests.ts';
import { readSettings } from './settings.ts';
import { speak } from './speak.ts';
import { supplies } from './supplies.ts';
import { during, type Watch } from './watch.ts';
import { WorkspaceImports } from './workspace-imports.ts';

/**
 * Serves one client over a connection, the same in Node and in a web worker. `ownPrograms` is how the host reaches the
 * workspace's programs without the client, null when it can't.
 */
export function connect(connection: Connection, clock: Clock, watch: Watch, ownPrograms: OwnPrograms | null): void {
  const open = new TextDocuments(TextDocument);
  const imports = new WorkspaceImports({
    clock,
    connection,
    client: clientPrograms(connection),
    own: ownPrograms?.(() => workspaceFolders(connection)) ?? null,
    isOpen: (uri) => open.get(uri) !== undefined,
  });
  const onAnalysis = supplies({
    connection,
    canWatch: () => client.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    seekCallers: () => requests.guard('callers', seekCallers),
  });
  const documents = new Documents({ connection, watch, open, imports, onAnalysis });
  const requests = new Requests({ clock, connection, watch, documents });
  let docs: string | null = null;
  const world: World = {
    lineStarts: (uri) => documents.lineStarts(uri),
    get docs() {
      return docs;
    },
  };
  const problems = new Problems({
    clock,
    connection,
    documents,
    world,
    onFailure: (what, error) => requests.failed(what, error),
    onRepeated: () => showAgain(),
  });
  let client: InitializeParams['capabilities'] = {};

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    const options: InitializationOptions = params.initializationOptions ?? {};
    speak(options.l10n);
    docs = typeof options.docs === 'string' ? options.docs.replace(/\/$/, '') : null;
    return { capabilities, serverInfo: { name: 'convlens' } };
  });

  /** What the editor shows between the lines is out of date though its text has not changed. */
  const showAgain = (): void => {
    if (client.workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh();
    if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest('workspace/codeLens/refresh');
  };

  const seekCallers = async (): Promise<void> => {
    for (const uri of await documents.findCallers()) problems.schedule(uri);
  };

  const configure = async (pushed?: unknown): Promise<void> => {
    const section = client.workspace?.configuration ? await connection.workspace.getConfiguration('convlens') : pushed;
    documents.settings = readSettings(section);
    for (const uri of open.keys()) problems.schedule(uri);
    showAgain();
  };

  connection.onInitialized(() => {
    requests.guard('settings', configure);
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'convlens' });
    }
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    requests.guard('settings', () => configure(sectionOf(settings)));
  });

  /** A file's own analysis and those of the documents that have read it, or that it calls, are stale. */
  const changed = (uri: string) => {
    for (const dependent of documents.dependents(uri)) problems.schedule(dependent, uri);
  };
  const reread = async (uri: string) => {
    const before = documents.dependents(uri);
    if (await documents.forget(uri)) for (const dependent of before) problems.schedule(dependent);
    changed(uri);
  };
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
      // What comes or goes changes its folder as well.
      for (const stale of type === FileChangeType.Changed ? [uri] : [uri, parentFolder(uri)]) {
        requests.guard(`the change of ${stale}`, () => reread(stale));
      }
    }
  });
  open.onDidChangeContent(({ document }) => {
    during(watch, document, () => documents.update(document));
    changed(document.uri);
  });
  open.onDidClose(({ document }) => {
    problems.close(document.uri);
    requests.guard(`closing ${document.uri}`, () => reread(document.uri));
  });

  answerFeatures(connection, requests, documents, world);
  answerOwnRequests(connection, requests, documents, changed);
  open.listen(connection);
  connection.listen();
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  hoverProvider: true,
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: false },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentSymbolProvider: { label: 'ConvLens' },
  definitionProvider: true,
  referencesProvider: true,
};

function sectionOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'convlens' in settings ? settings.convlens : undefined;
}
