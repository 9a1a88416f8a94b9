import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { contentSecurityPolicy } from '../../client/common/panel/content-security-policy.ts';
import type { FromPanel, ToPanel } from '../../webview/protocol/messages.ts';
import { analysesOf, problemsOf, root, uriOf } from './analyses.ts';
import { type ThemeName, themeCss, themes } from './themes.ts';

/** Chromium as the panel needs it: a software GPU, so that WebGPU runs on every machine. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ],
  });
}

/** The built panel in a bare page, with a host that answers as the extension does and remembers what it was told. */
export interface PanelPage {
  readonly page: Page;
  readonly heard: FromPanel[];
  /** Bytes answered instead of a file's own, by path; null for a file that is not there. */
  readonly files: Map<string, Uint8Array | null>;
  send(message: ToPanel): Promise<void>;
  /** Sends a model of a file, as after choosing it. */
  show(path: string, options?: { index?: number; canRun?: boolean; version?: number }): Promise<void>;
  /** Resolves when the run of the shown model is over. */
  done(): Promise<void>;
}

export async function openPanel(
  browser: Browser,
  size: { width: number; height: number },
  theme: ThemeName,
  dist = resolve(root, 'dist/webview'),
  texts: object = {},
): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  const heard: FromPanel[] = [];
  const files = new Map<string, Uint8Array | null>();
  page.on('pageerror', (error) => {
    throw error;
  });
  const send = (message: ToPanel) =>
    page.evaluate((data: unknown) => window.postMessage(data, '*'), message as unknown);
  await page.exposeFunction('tellHost', (message: FromPanel) => {
    heard.push(message);
    if (message.type === 'read') void answerRead(page, message, files);
  });
  await page.addInitScript(shim);
  const html = pageHtml(theme, dist, texts);
  // WebGPU wants a secure origin; nothing leaves the machine, since the page is answered here.
  await page.route('https://panel.test/**', (route) => route.fulfill({ body: html, contentType: 'text/html' }));
  await page.goto('https://panel.test/');
  return {
    page,
    heard,
    files,
    send,
    show: async (path, { index = 0, canRun = true, version = 1 } = {}) => {
      const analysis = analysesOf(path)[index];
      if (!analysis) throw new Error(`${path} has no model ${index}`);
      const problems = problemsOf(path, index);
      await send({ type: 'model', uri: uriOf(path), index, version, analysis, problems, canRun });
    },
    done: async () => {
      await page.locator('.panel[data-run="done"]').waitFor({ timeout: 120_000 });
      await page.waitForTimeout(150);
    },
  };
}

/** Opens the panel, and closes it whatever happens. */
export async function usePanel(
  browser: Browser,
  size: { width: number; height: number },
  use: (panel: PanelPage) => Promise<void>,
  theme: ThemeName = 'dark',
  texts: object = {},
): Promise<void> {
  const panel = await openPanel(browser, size, theme, undefined, texts);
  try {
    await use(panel);
  } finally {
    await panel.page.context().close();
  }
}

/** Runs in the page: the editor's API, whose messages go to the test. */
const shim = `
  let kept;
  globalThis.acquireVsCodeApi = () => ({
    // Bytes do not travel to the test by themselves.
    postMessage: (message) =>
      globalThis.tellHost(message.bytes ? { ...message, bytes: Array.from(new Uint8Array(message.bytes)) } : message),
    getState: () => kept,
    setState: (state) => { kept = state; },
  });
  globalThis.answerFile = (request, base64) => {
    const bytes = base64 === null ? null : Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
    window.postMessage({ type: 'file', request, bytes }, '*');
  };
`;

declare function answerFile(request: number, base64: string | null): void;

type Read = Extract<FromPanel, { type: 'read' }>;

async function answerRead(
  page: Page,
  { request, base, path }: Read,
  files: Map<string, Uint8Array | null>,
): Promise<void> {
  const place = new URL(path, base);
  const own = () => (existsSync(place) ? readFileSync(place) : null);
  const bytes = files.has(path) ? (files.get(path) ?? null) : own();
  const base64 = bytes === null ? null : Buffer.from(bytes).toString('base64');
  await page.evaluate(([id, data]) => answerFile(id, data), [request, base64] as const);
}

function pageHtml(theme: ThemeName, dist: string, texts: object): string {
  const file = (name: string) => readFileSync(resolve(dist, name), 'utf8');
  const inert = (script: string) => script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = contentSecurityPolicy('https://panel.test', 'test');
  return `<!doctype html><html><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <style>${themeCss(theme)}</style><style>${file('main.css')}</style></head>
    <body class="${themes[theme].bodyClass}"><div id="app"></div>
    <script type="application/json" id="texts">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>
    <script type="text/plain" id="worker">${inert(file('worker.js'))}</script>
    <script nonce="test">${inert(file('main.js'))}</script></body></html>`;
}
