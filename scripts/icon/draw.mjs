// Draws icon.svg as the picture that the extension's listing shows: `node scripts/icon/draw.mjs`, after a change of it. The
// packager takes no SVG, and listings want at least 128 pixels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../setup/browser.mjs';
import { root } from '../setup/run.mjs';

const size = 256;
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: size, height: size } });
const svg = readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8');
await page.setContent(`<style>* { margin: 0; background: transparent }</style>${svg}`);
await page.screenshot({ path: join(root, 'client/media/icon.png'), omitBackground: true });
await browser.close();
