import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const stamp = join(root, 'node_modules/.convlens-setup');

/**
 * Installs what package-lock.json names unless node_modules was made from this very lock. Install scripts stay off but
 * for the two packages whose scripts put their binary in place: Node itself and esbuild.
 */
export async function ensureDependencies() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!isCurrent()) {
    console.log('Installing the packages of package-lock.json (once; about a minute)…');
    const what = 'installing the packages';
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { what });
  }
  await run('npm', ['rebuild', 'node', 'esbuild'], { what: 'putting Node and esbuild in place' });
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** npm keeps a copy of the lock it installed; a tree that `npm install` has just brought up to date needs no `npm ci`. */
function isCurrent() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}
