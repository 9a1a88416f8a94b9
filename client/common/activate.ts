import { type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { Assumptions } from './assumptions.ts';
import { clientOptions } from './client-options.ts';
import { registerCommands } from './commands.ts';
import { Cursor } from './cursor.ts';
import { HealthBar } from './health-bar.ts';
import { Panels } from './panel/panels.ts';
import { PrintedDocuments } from './printed-documents.ts';
import { Server } from './server.ts';
import { StatusBar } from './status-bar.ts';

/** What a host adds: how its language client reaches the server. */
export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

/**
 * Registers everything at once and starts the server beside it: what is asked meanwhile waits for the answer.
 * The result ends the server.
 */
export function activate(context: ExtensionContext, createClient: CreateClient): () => Promise<void> {
  const server = new Server(createClient(clientOptions(context.extensionUri)));
  const cursor = new Cursor(server);
  const documents = new PrintedDocuments(server);
  const assumptions = new Assumptions(context.workspaceState, server);
  const panels = new Panels({ server, cursor, extensionUri: context.extensionUri });
  context.subscriptions.push(
    server,
    cursor,
    documents,
    panels,
    new StatusBar(cursor),
    new HealthBar(server),
    ...registerCommands({ server, cursor, panels, documents, assumptions }),
  );
  void start(server, assumptions);
  return () => server.stop();
}

async function start(server: Server, assumptions: Assumptions): Promise<void> {
  try {
    await server.start();
    await assumptions.send();
  } catch (error) {
    server.log('The language server did not start', error);
    const choice = await window.showErrorMessage('ConvLens: the language server did not start.', 'Show Log');
    if (choice) server.showLog();
  }
}
