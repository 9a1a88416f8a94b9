import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../../../scripts/setup/browser.mjs';

export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Opens a Chromium that an editor's webviews run in, with WebGPU on the software adapter. */
export async function openBrowser(viewport: { width: number; height: number }): Promise<TestBrowser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No Chromium was found; run `node scripts/setup.mjs --browser` or set CHROME.');
  const profile = mkdtempSync(join(tmpdir(), 'convlens-chromium-'));
  allowThirdPartyStorage(profile);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    viewport,
    args: launchArguments,
    headless: true,
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

const launchArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** Webviews of the web editor live on subdomains of localhost, which Chromium counts as third parties. */
function allowThirdPartyStorage(profile: string): void {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
}
