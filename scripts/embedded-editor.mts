import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorFolders } from './setup/editor.mjs';
import { root } from './setup/run.mjs';

/** Visual Studio Code's server, running, to be opened in a browser. */
export interface EmbeddedEditor {
  /** The address that shows a folder of this machine with an extension in development. */
  url(view: EditorView): string;
  /** The server's process, whose extension hosts are processes below it. */
  readonly pid: number;
  /** Ends the server with its extension hosts and removes its data. */
  stop(): Promise<void>;
}

export interface EditorView {
  /** Absolute paths. */
  readonly folder: string;
  readonly extension?: string;
  readonly tests?: string;
  /** A file to open, with a one-based line if it ends in `:12`. */
  readonly file?: string;
}

export interface EditorOptions {
  /** Any free port by default. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install first. */
  readonly vsix?: string;
  /** The language that the editor tells extensions to speak, such as `zh-cn`; its own texts stay English. */
  readonly language?: string;
  readonly onLog?: (text: string) => void;
}

/** Starts the server that `scripts/setup.mjs --editor` installs and waits until it answers. */
export async function startEmbeddedEditor(options: EditorOptions = {}): Promise<EmbeddedEditor> {
  const port = options.port ?? (await freePort());
  const data = mkdtempSync(join(tmpdir(), 'convlens-editor-'));
  writeSettings(data, { ...quietSettings, ...options.settings });
  if (options.vsix) installExtension(data, options.vsix);
  if (options.language) writeLanguagePack(data, options.language);
  const language = options.language ? ['--locale', options.language] : [];
  const server = spawn(nodePath, [...serverArguments(port, data), ...language], {
    cwd: editorFolders.server,
    // A process group of its own, so that its extension hosts end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // There is no gallery: an editor of another language waits for what it asks one for.
    env: { ...withoutEditorVariables(process.env), EXTENSIONS_GALLERY: '{}' },
  });
  const endNow = () => killGroup(server, 'SIGKILL');
  process.once('exit', endNow);
  const log = collectOutput(server, options.onLog);
  const stop = async () => {
    process.removeListener('exit', endNow);
    await endGroup(server);
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await answering(`http://127.0.0.1:${port}/version`, server, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: (view) => address(port, view), pid: server.pid ?? 0, stop };
}

/** Node 24 from the development dependency `node`: the editor's server needs it, whatever Node runs this script. */
const nodePath = join(root, 'node_modules/node/bin/node');

/** No welcome page, no assistant, no questions: people and tests see the extension. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'workbench.enableExperiments': false,
  // What is typed to try something out must not end up in the files.
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
};

function writeSettings(data: string, settings: object): void {
  for (const scope of ['Machine', 'User']) {
    mkdirSync(join(data, 'data', scope), { recursive: true });
    writeFileSync(join(data, 'data', scope, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** An editor speaks a language that it has a pack for. This one has no text. */
function writeLanguagePack(data: string, language: string): void {
  const texts = join(data, 'data', 'language-pack.json');
  const extensions = [{ extensionIdentifier: { id: `convlens.${language}` }, version: '1.0.0' }];
  const pack = { hash: language, label: language, extensions, translations: { vscode: texts } };
  writeFileSync(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  writeFileSync(join(data, 'data', 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

function installExtension(data: string, vsix: string): void {
  const options = ['--accept-server-license-terms', '--server-data-dir', data];
  const installed = spawnSync(nodePath, ['out/server-main.js', ...options, '--install-extension', vsix], {
    cwd: editorFolders.server,
    encoding: 'utf8',
    env: withoutEditorVariables(process.env),
  });
  if (installed.status !== 0) throw new Error(`${vsix} was not installed.\n${installed.stdout}${installed.stderr}`);
}

function serverArguments(port: number, data: string): string[] {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data, '--telemetry-level', 'off'],
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    // Makes the server honour the address's payload, which names the extension in development and its tests.
    '--enable-smoke-test-driver',
  ];
}

/** An editor started from another editor's terminal must not take itself for a part of that one. */
function withoutEditorVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

function collectOutput(server: ChildProcess, onLog: ((text: string) => void) | undefined): () => string {
  let text = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk).slice(-20_000);
      onLog?.(String(chunk));
    });
  }
  return () => text;
}

async function answering(url: string, server: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) break;
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The editor's server does not answer at ${url}.\n${log()}`);
}

function address(port: number, view: EditorView): string {
  // Extensions are found under the word `remote`, whatever the host is called; files under the host's own name, which is
  // the one that problems are reported for.
  const remote = (path: string, authority = 'remote') => `vscode-remote://${authority}${path}`;
  const payload: [string, string][] = [];
  if (view.extension) payload.push(['extensionDevelopmentPath', remote(view.extension)]);
  if (view.tests) payload.push(['extensionTestsPath', remote(view.tests)]);
  if (view.file) payload.push(['openFile', remote(view.file, `127.0.0.1:${port}`)], ['gotoLineMode', 'true']);
  const query = new URLSearchParams({ folder: view.folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

async function endGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  killGroup(server, 'SIGTERM');
  const patience = setTimeout(() => killGroup(server, 'SIGKILL'), 3_000);
  await ended;
  clearTimeout(patience);
  // Extension hosts outlive the server for a while, waiting for it to come back, which it does not.
  killGroup(server, 'SIGKILL');
}

function killGroup(server: ChildProcess, signal: NodeJS.Signals): void {
  if (!server.pid) return;
  try {
    process.kill(-server.pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** A free port on the loopback interface. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
