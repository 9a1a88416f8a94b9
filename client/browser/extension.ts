import { type ExtensionContext, Uri } from 'vscode';
import type { MessageTransports } from 'vscode-languageclient/browser';
import type { InitializationOptions } from '../../server/protocol.ts';
import { activate as activateCommon } from '../common/activate.ts';
import { clientId, clientName } from '../common/client-options.ts';

let stop: (() => Promise<void>) | undefined;

/** Editors that run wholly in a browser: the server is a web worker, which starts others of its own. */
export function activate(context: ExtensionContext): void {
  const script = (name: string) => Uri.joinPath(context.extensionUri, 'dist/server', name).toString(true);
  stop = activateCommon(context, async (options) => {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import(
      'vscode-languageclient/browser'
    );
    const initializationOptions: InitializationOptions = {
      ...options.initializationOptions,
      worker: script('worker-browser.js'),
    };
    // One that has been told to exit is gone: each start has a worker of its own.
    // Their class is the editor's own, by which the client would not know them.
    const start = (): Promise<MessageTransports> => {
      const worker = new Worker(script('browser.js'));
      return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
    };
    return new LanguageClient(clientId, clientName, start, { ...options, initializationOptions });
  });
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
