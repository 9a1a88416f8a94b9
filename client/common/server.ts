import { type Disposable, EventEmitter } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientRequests, Health, ServerNotifications, ServerRequests } from '../../server/protocol.ts';
import { listFiles } from './list-files.ts';
import { listFolder } from './list-folder.ts';
import { readPartsOfFile, readTextFile } from './read-file.ts';

/** The language server behind the requests of server/protocol.ts, typed in both directions. */
export class Server implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #analysed = new EventEmitter<ServerNotifications['convlens/analysed']>();
  /** A document's models have been analysed again, because it or a file that it imports has changed. */
  readonly onAnalysed = this.#analysed.event;
  readonly #health = new EventEmitter<Health>();
  readonly onHealth = this.#health.event;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    client.onRequest(
      'convlens/readFile',
      (params: ClientRequests['convlens/readFile']['params']): Promise<ClientRequests['convlens/readFile']['result']> =>
        readTextFile(params.uri, params.maxBytes),
    );
    client.onRequest('convlens/listFiles', listFiles);
    client.onRequest(
      'convlens/readBytes',
      (
        params: ClientRequests['convlens/readBytes']['params'],
      ): Promise<ClientRequests['convlens/readBytes']['result']> => readPartsOfFile(params),
    );
    client.onRequest(
      'convlens/listFolder',
      (
        params: ClientRequests['convlens/listFolder']['params'],
      ): Promise<ClientRequests['convlens/listFolder']['result']> => listFolder(params.uri),
    );
    client.onNotification('convlens/analysed', (event: ServerNotifications['convlens/analysed']) =>
      this.#analysed.fire(event),
    );
    client.onNotification('convlens/health', (health: Health) => this.#health.fire(health));
  }

  /** Waits for the server to start when it is starting. Rejects when it can't answer. */
  request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
  ): Promise<ServerRequests[Method]['result']> {
    return this.#client.sendRequest<ServerRequests[Method]['result']>(method, params);
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Stops the server and starts it anew; open documents are sent again. */
  async restart(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.stop();
    await this.#client.start();
  }

  async stop(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.stop();
  }

  log(message: string, error: unknown): void {
    this.#client.outputChannel.error(message, error instanceof Error ? error : String(error));
  }

  showLog(): void {
    this.#client.outputChannel.show(true);
  }

  dispose(): void {
    this.#analysed.dispose();
    this.#health.dispose();
  }
}
