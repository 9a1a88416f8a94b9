import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activate as activateCommon } from '../common/activate.ts';
import { clientId, clientName } from '../common/client-options.ts';

let stop: (() => Promise<void>) | undefined;

/** Editors that run wholly in a browser: the server is a web worker. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js');
  stop = activateCommon(
    context,
    (options) => new LanguageClient(clientId, clientName, new Worker(script.toString(true)), options),
  );
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
