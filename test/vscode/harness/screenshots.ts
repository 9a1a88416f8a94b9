import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../../scripts/setup/run.mjs';

const folder = join(root, 'test/vscode/screenshots');

/** Keeps what the page shows, whether the test goes well or not; the picture's path. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
