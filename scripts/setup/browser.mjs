import { existsSync } from 'node:fs';
import { run, tryRun } from './run.mjs';

/** Makes sure that a Chromium is there: one named by CHROME, the system's, or Playwright's own. */
export async function ensureBrowser() {
  if (process.env.CHROME && !existsSync(process.env.CHROME)) {
    throw new Error(`CHROME names ${process.env.CHROME}, which does not exist.`);
  }
  if (await findBrowser()) return;
  console.log('Installing Chromium for the tests…');
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  const quiet = { what: 'installing Chromium', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const installed =
    debian &&
    (await tryRun('apt-get', ['update', '-qq'], quiet)) &&
    (await tryRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet));
  if (!installed) await run('npx', ['--no-install', 'playwright-core', 'install', 'chromium']);
  if (!(await findBrowser())) throw new Error('No Chromium was found after its installation; set CHROME to its path.');
}

/** The path of the Chromium that the tests drive, or null when there is none. */
export async function findBrowser() {
  const { chromium } = await import('playwright-core');
  const candidates = [process.env.CHROME, '/usr/bin/chromium', chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}
