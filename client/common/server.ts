import { type Disposable, EventEmitter, l10n, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientRequests, Health, ServerNotifications, ServerRequests } from '../../server/protocol.ts';
import { findFiles } from './find-files.ts';
import { listFiles } from './list-files.ts';
import { listFolder } from './list-folder.ts';
import { readPartsOfFile, readTextFile } from './read-file.ts';

/**
 * The language server behind the requests of server/protocol.ts, typed in both directions. It starts when it is first
 * asked something or told to, and not before: where there are no networks nobody asks.
 */
export class Server implements Disposable {
  readonly #createClient: () => Promise<BaseLanguageClient>;
  readonly #onStarted: (server: Server) => Promise<void>;
  readonly #analysed = new EventEmitter<ServerNotifications['convlens/analysed']>();
  /** A document's models have been analysed again, because it or a file that it imports has changed. */
  readonly onAnalysed = this.#analysed.event;
  readonly #health = new EventEmitter<Health>();
  readonly onHealth = this.#health.event;
  #client: Promise<BaseLanguageClient> | null = null;
  #starting: Promise<void> | null = null;

  /** `onStarted` tells a server that has just started what it has to know; nothing else is asked before. */
  constructor(createClient: () => Promise<BaseLanguageClient>, onStarted: (server: Server) => Promise<void>) {
    this.#createClient = createClient;
    this.#onStarted = onStarted;
  }

  /** Whether it was started. Who only follows what the user does asks it nothing before. */
  get isWanted(): boolean {
    return this.#starting !== null;
  }

  /** Starts it when it isn't started and waits for that. Rejects when it can't answer. */
  async request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
  ): Promise<ServerRequests[Method]['result']> {
    void this.start();
    const client = await this.#languageClient();
    return client.sendRequest<ServerRequests[Method]['result']>(method, params);
  }

  /** Starts it unless it is started; says so when it can't. */
  start(): Promise<void> {
    this.#starting ??= this.#start().catch(async (error: unknown) => {
      this.log('The language server did not start', error);
      const choice = await window.showErrorMessage(
        l10n.t('ConvLens: the language server did not start.'),
        l10n.t('Show Log'),
      );
      if (choice) this.showLog();
    });
    return this.#starting;
  }

  /** Stops the server and starts it anew; open documents are sent again. */
  async restart(): Promise<void> {
    await this.stop();
    this.#starting = null;
    await this.start();
  }

  async stop(): Promise<void> {
    const client = await this.#client;
    if (client?.needsStop()) await client.stop();
  }

  async #start(): Promise<void> {
    const client = await this.#languageClient();
    await client.start();
    await this.#onStarted(this);
  }

  /** The code of the client itself is loaded when it is needed. */
  #languageClient(): Promise<BaseLanguageClient> {
    this.#client ??= this.#createClient().then((client) => {
      this.#answer(client);
      return client;
    });
    return this.#client;
  }

  /** Answers what the server asks. */
  #answer(client: BaseLanguageClient): void {
    type Params<Method extends keyof ClientRequests> = ClientRequests[Method]['params'];
    client.onRequest('convlens/readFile', ({ uri, maxBytes }: Params<'convlens/readFile'>) =>
      readTextFile(uri, maxBytes),
    );
    client.onRequest('convlens/listFiles', listFiles);
    client.onRequest('convlens/findFiles', findFiles);
    client.onRequest('convlens/readBytes', (params: Params<'convlens/readBytes'>) => readPartsOfFile(params));
    client.onRequest('convlens/listFolder', ({ uri }: Params<'convlens/listFolder'>) => listFolder(uri));
    client.onNotification('convlens/analysed', (event: ServerNotifications['convlens/analysed']) =>
      this.#analysed.fire(event),
    );
    client.onNotification('convlens/health', (health: Health) => this.#health.fire(health));
  }

  log(message: string, error: unknown): void {
    void this.#languageClient().then(({ outputChannel }) =>
      outputChannel.error(message, error instanceof Error ? error : String(error)),
    );
  }

  showLog(): void {
    void this.#languageClient().then(({ outputChannel }) => outputChannel.show(true));
  }

  dispose(): void {
    this.#analysed.dispose();
    this.#health.dispose();
  }
}
