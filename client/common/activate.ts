import type { ExtensionContext } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerTools } from './assistant-tools.ts';
import { Assumptions } from './assumptions.ts';
import { clientOptions } from './client-options.ts';
import { registerCommands } from './commands.ts';
import { Cursor } from './cursor.ts';
import { FirstModel } from './first-model.ts';
import { HealthBar } from './health-bar.ts';
import { Panels } from './panel/panels.ts';
import { PrintedDocuments } from './printed-documents.ts';
import { Server } from './server.ts';
import { StatusBar } from './status-bar.ts';

/** What a host adds: how its language client reaches the server. */
export type CreateClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/**
 * Registers everything; the server starts with the first text that may hold a network, or when it is asked something.
 * The result ends the server.
 */
export function activate(context: ExtensionContext, createClient: CreateClient): () => Promise<void> {
  const server: Server = new Server(
    () => createClient(clientOptions(context.extensionUri)),
    () => assumptions.send(),
  );
  const assumptions: Assumptions = new Assumptions(context.workspaceState, server);
  const cursor = new Cursor(server);
  const documents = new PrintedDocuments(server);
  const panels = new Panels({ server, cursor, extensionUri: context.extensionUri });
  context.subscriptions.push(
    server,
    cursor,
    documents,
    panels,
    new StatusBar(cursor),
    new HealthBar(server),
    new FirstModel(() => void server.start()),
    ...registerTools(server, context.extension.packageJSON),
    ...registerCommands({ server, cursor, panels, documents, assumptions, extensionUri: context.extensionUri }),
  );
  return () => server.stop();
}
