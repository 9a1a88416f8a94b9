import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/setup/run.mjs';

export interface SuiteOptions {
  /** Its module in test/vscode/suite, whose `run()` the editor calls. */
  readonly entry?: string;
  /** The extension that it is for: web hosts serve nothing beside that. */
  readonly extension?: string;
}

/** Bundles test/vscode/suite for an extension host; the file's path. Beside dist/, because web hosts only serve the checkout. */
export async function buildSuite(
  host: 'node' | 'browser',
  { entry = 'run.ts', extension = root }: SuiteOptions = {},
): Promise<string> {
  const outfile = join(extension, 'dist/test', `vscode-suite-${host}.js`);
  mkdirSync(join(extension, 'dist/test'), { recursive: true });
  await build({
    entryPoints: [join(root, 'test/vscode/suite', entry)],
    outfile,
    bundle: true,
    platform: host,
    format: 'cjs',
    target: 'es2022',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

/**
 * Makes a copy of the built extension whose workers end during edits; its folder. How its server starts its
 * workers is all in which it differs.
 */
export async function buildKilledExtension(host: 'node' | 'browser'): Promise<string> {
  const folder = join(root, 'dist/killed', host);
  for (const part of [
    'package.json',
    'package.nls.json',
    'client/media',
    'schemas',
    'docs',
    'dist/client',
    'dist/server',
    'dist/webview',
  ]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  await build({
    entryPoints: [join(root, `test/vscode/harness/killed-server-${host}.ts`)],
    outfile: join(folder, `dist/server/${host}.js`),
    bundle: true,
    platform: host,
    format: host === 'node' ? 'cjs' : 'iife',
    target: 'es2022',
    logLevel: 'warning',
  });
  return folder;
}
