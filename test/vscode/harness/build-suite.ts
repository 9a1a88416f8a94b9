import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/setup/run.mjs';

/** Bundles test/vscode/suite for an extension host; the file's path. Beside dist/, because web hosts only serve the checkout. */
export async function buildSuite(host: 'node' | 'browser'): Promise<string> {
  const outfile = join(root, 'dist/test', `vscode-suite-${host}.js`);
  mkdirSync(join(root, 'dist/test'), { recursive: true });
  await build({
    entryPoints: [join(root, 'test/vscode/suite/run.ts')],
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
