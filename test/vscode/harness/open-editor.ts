import { dirname, resolve } from 'node:path';
import { open } from '@vscode/test-web';
import type { Page } from 'playwright-core';
import { freePort, startEmbeddedEditor } from '../../../scripts/embedded-editor.mts';
import { editorFolders } from '../../../scripts/setup/editor.mjs';
import { root } from '../../../scripts/setup/run.mjs';
import { openBrowser, type TestBrowser } from './browser.ts';

export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

export interface OpenEditorOptions {
  /** A workspace folder; `examples/` by default. */
  readonly folder?: string;
  /** A file of it, relative to the folder, with a one-based line if it ends in `:12`. */
  readonly file?: string;
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder of the extension in development; this one by default, none if null. */
  readonly extension?: string | null;
  /** A packaged extension to install instead of the one in development. */
  readonly vsix?: string;
  /** The language that the extension is to speak. */
  readonly language?: string;
  /** A test module for the extension host; its `run()` decides `exitCode`. */
  readonly tests?: string;
}

/** The embedded editor with this extension in a browser's page. */
export interface OpenedEditor {
  readonly page: Page;
  /** The editor's server on this machine, with the extension hosts below it; null for the web editor. */
  readonly pid: number | null;
  /** What `run()` of the test module came to: 0 when it succeeded. Never settles without one. */
  readonly exitCode: Promise<number>;
  /** Everything that the extension host and the page logged so far. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Opens a folder in the real editor with the built extension (`npm run build`) in its Node extension host and waits
 * until the workbench stands.
 */
export async function openEditor(options: OpenEditorOptions = {}): Promise<OpenedEditor> {
  const folder = resolve(root, options.folder ?? 'examples');
  const { vsix, language } = options;
  const server = await startEmbeddedEditor({
    settings: editorSettings(options),
    ...(vsix ? { vsix } : {}),
    ...(language ? { language } : {}),
  });
  const file = options.file && resolve(folder, options.file);
  const url = server.url({
    folder,
    ...(vsix || options.extension === null ? {} : { extension: extensionFolder(options) }),
    ...(options.tests ? { tests: options.tests } : {}),
    ...(file ? { file } : {}),
  });
  const opened = await openWorkbench(url, options, server.pid, () => server.stop());
  if (file) await opened.page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  return opened;
}

/** The same in the editor's build for the web: the extension runs in a web worker, and so does its language server. */
export async function openWebEditor(
  options: Omit<OpenEditorOptions, 'settings' | 'language'> = {},
): Promise<OpenedEditor> {
  const port = await freePort();
  const server = await open({
    browserType: 'none',
    quality: 'stable',
    commit: 'local',
    testRunnerDataDir: dirname(editorFolders.web),
    extensionDevelopmentPath: extensionFolder(options),
    folderPath: resolve(root, options.folder ?? 'examples'),
    host: 'localhost',
    port,
    ...(options.tests ? { extensionTestsPath: options.tests } : {}),
  });
  return openWorkbench(`http://localhost:${port}/`, options, null, async () => server.dispose());
}

async function openWorkbench(
  url: string,
  { viewport }: OpenEditorOptions,
  pid: number | null,
  stopServer: () => Promise<void>,
): Promise<OpenedEditor> {
  let browser: TestBrowser | undefined;
  const close = async () => {
    await browser?.close();
    await stopServer();
  };
  try {
    browser = await openBrowser({ width: 1440, height: 900, ...viewport });
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const { log, exitCode } = await listen(page);
    await page.goto(url, { timeout: 90_000 });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    return { page, pid, exitCode, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function extensionFolder({ extension }: OpenEditorOptions): string {
  return (extension ?? root).replace(/\/$/, '');
}

function editorSettings({ theme, settings }: OpenEditorOptions): Record<string, unknown> {
  return { 'workbench.colorTheme': themes[theme ?? 'dark'], ...settings };
}

/** The smoke-test driver calls two functions of the page: one for every line of the log, one with the tests' result. */
async function listen(page: Page): Promise<{ log: () => string; exitCode: Promise<number> }> {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`page ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`page error: ${error.stack ?? error.message}`));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    lines.push(`${type}: ${args.map(String).join(' ')}`);
  });
  const exitCode = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  });
  return { log: () => lines.join('\n'), exitCode };
}
