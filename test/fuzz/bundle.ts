import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parserOnce } from '../../scripts/parser-once.mjs';

/** Does something with the worker's script bundled as the product's is: sources that are compiled anew take its memory. */
export async function withBundle<Result>(use: (script: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-fuzz-'));
  const script = join(folder, 'thread.cjs');
  try {
    await build({
      entryPoints: [join(import.meta.dirname, 'thread.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'es2022',
      mainFields: ['module', 'main'],
      external: ['source-map-support'],
      plugins: [parserOnce()],
      logLevel: 'warning',
    });
    return await use(script);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
