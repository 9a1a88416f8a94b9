import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createProtocolConnection,
  type Diagnostic,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RegistrationParams,
} from 'vscode-languageserver-protocol/node';

import { serverArguments, serverEnvironment } from '../../client/node/server-arguments.ts';
import { createFileHost } from '../../server/cli/files/file-host.ts';
import { type FilePart, parsePart, partUri } from '../../server/frontends/file-part.ts';
import { printFolder } from '../../server/frontends/folder.ts';

const bundle = join(import.meta.dirname, '../../dist/server/node.js');

/** A language client of a server in a process of its own, over IPC, as the editor has it. */
export interface TestServer {
  readonly connection: ProtocolConnection;
  /** Files that the server asks its client for; others are read from disk. */
  readonly files: Map<string, string | null>;
  /** URIs that it has asked for. */
  readonly asked: string[];
  /** The methods of its other questions: what it wants listed and registered. */
  readonly questions: string[];
  /** The workspace's folders: by default one whose files only the client can read. */
  folders: readonly string[];
  /** What the server has logged as an error. */
  readonly errors: string[];
  open(uri: string, text: string, languageId?: string): Promise<readonly Diagnostic[]>;
  /** Replaces the text of an open document, and waits for its problems. */
  change(uri: string, text: string): Promise<readonly Diagnostic[]>;
  /** The next problems published for a file. */
  nextProblems(uri: string): Promise<readonly Diagnostic[]>;
  /** Told of all problems that are published. */
  onProblems: ((uri: string, problems: readonly Diagnostic[]) => void) | null;
  isAlive(): boolean;
  /** Of its process. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the built server with settings as an editor would send them, on a workspace of these files. */
export async function startServer(
  settings: object = {},
  workspace: ReadonlyMap<string, string> = new Map(),
): Promise<TestServer> {
  if (!existsSync(bundle)) throw new Error(`${bundle} does not exist: run \`node esbuild.mjs\` first`);
  const child = fork(bundle, ['--node-ipc'], {
    silent: true,
    execArgv: [...serverArguments],
    env: { ...process.env, ...serverEnvironment },
  });
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const died = new Promise<never>((_, reject) => {
    let output = '';
    child.stderr?.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output.slice(0, 2000)}`)));
  });
  died.catch(() => undefined);
  const server: ServerProcess = {
    pid: child.pid ?? 0,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: () => void child.kill(),
  };
  return Promise.race([connectClient(connection, server, settings, workspace), died]);
}

/** What a client can tell of the server besides talking to it. */
export interface ServerProcess {
  readonly pid: number;
  isAlive(): boolean;
  end(): void;
}

/** Says to a server at the other end of a connection what an editor says first. */
export async function connectClient(
  connection: ProtocolConnection,
  serverProcess: ServerProcess,
  settings: object = {},
  workspace: ReadonlyMap<string, string> = new Map(),
): Promise<TestServer> {
  const server = new Client(serverProcess, connection);
  connection.onRequest('workspace/configuration', () => [settings]);
  connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    server.questions.push(...registrations.map(({ method }) => method));
    return null;
  });
  for (const [uri, text] of workspace) server.files.set(uri, text);
  connection.onRequest('workspace/workspaceFolders', () => server.folders.map((uri) => ({ uri, name: uri })));
  connection.onRequest('convlens/listFiles', () => {
    server.questions.push('convlens/listFiles');
    return [...server.files].flatMap(([uri, text]) => (text === null ? [] : uri));
  });
  connection.onRequest('convlens/readFile', ({ uri }: { uri: string }) => server.read(uri));
  connection.onRequest('convlens/readBytes', (part: FilePart) => {
    const answer = createFileHost().read(partUri(part));
    return typeof answer === 'string' ? parsePart(answer) : null;
  });
  connection.onRequest('convlens/listFolder', ({ uri }: { uri: string }) => {
    const text = server.folder(uri);
    return text === null ? null : { names: text.split('\n') };
  });
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) server.errors.push(message);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    initializationOptions: { docs: 'file:///docs/rules' },
    capabilities: {
      workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: { publishDiagnostics: { relatedInformation: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  return server;
}

class Client implements TestServer {
  readonly connection: ProtocolConnection;
  readonly files = new Map<string, string | null>();
  readonly asked: string[] = [];
  readonly questions: string[] = [];
  folders: readonly string[] = ['test:/'];
  readonly errors: string[] = [];
  onProblems: TestServer['onProblems'] = null;
  readonly #process: ServerProcess;
  readonly #waiting: { uri: string; version: number | null; answer: (found: readonly Diagnostic[]) => void }[] = [];
  readonly #versions = new Map<string, number>();

  constructor(serverProcess: ServerProcess, connection: ProtocolConnection) {
    this.#process = serverProcess;
    this.connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.onProblems?.(params.uri, params.diagnostics);
      for (const waiting of [...this.#waiting]) {
        if (waiting.uri !== params.uri || (waiting.version !== null && waiting.version !== params.version)) continue;
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        waiting.answer(params.diagnostics);
      }
    });
  }

  read(uri: string): { text: string } | null {
    this.asked.push(uri);
    const given = this.files.get(uri);
    if (given !== undefined) return given === null ? null : { text: given };
    try {
      return { text: readFileSync(new URL(uri), 'utf8') };
    } catch {
      return null;
    }
  }

  /** A folder as its listing: of the files that were given, or of what is on disk. */
  folder(uri: string): string | null {
    this.asked.push(uri);
    const given = [...this.files.keys()].filter((file) => file.startsWith(uri));
    if (given.length > 0) return printFolder(new Set(given.map((file) => file.slice(uri.length).replace(/\/.*/, '/'))));
    const text = createFileHost().read(uri);
    return text === 'pending' ? null : text;
  }

  async open(uri: string, text: string, languageId = uri.endsWith('.json') ? 'json' : 'typescript') {
    this.#versions.set(uri, 1);
    const problems = this.#problems(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return problems;
  }

  async change(uri: string, text: string) {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const problems = this.#problems(uri, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    return problems;
  }

  nextProblems(uri: string) {
    return this.#problems(uri, null);
  }

  get pid(): number {
    return this.#process.pid;
  }

  isAlive(): boolean {
    return this.#process.isAlive();
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
    this.#process.end();
  }

  #problems(uri: string, version: number | null): Promise<readonly Diagnostic[]> {
    return new Promise((answer) => {
      this.#waiting.push({ uri, version, answer });
    });
  }
}
