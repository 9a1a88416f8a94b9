import type { ExtensionContext } from 'vscode';
import { activate as activateCommon } from '../common/activate.ts';
import { clientId, clientName } from '../common/client-options.ts';
import { registerMcpServers } from './mcp-servers.ts';
import { serverArguments, serverEnvironment } from './server-arguments.ts';

let stop: (() => Promise<void>) | undefined;

/** Desktop and remote: the server is a Node process of its own. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(...registerMcpServers(context));
  stop = activateCommon(context, async (options) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const module = context.asAbsolutePath('dist/server/node.js');
    const transport = TransportKind.ipc;
    const start = (execArgv: string[]) => ({ module, transport, options: { execArgv, env: serverEnvironment } });
    const run = start([...serverArguments]);
    const debug = start([...serverArguments, '--nolazy', '--inspect=6009']);
    return new LanguageClient(clientId, clientName, { run, debug }, options);
  });
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
