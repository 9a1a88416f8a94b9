// Builds everything that ships into dist/: the extension for both hosts, the server for both, the panel and its worker,
// the command line, the library, and the licences of what is bundled. `--production` minifies, `--watch` rebuilds on change.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import { bundles } from './scripts/bundles.mjs';
import { noticesOf } from './scripts/notices.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const wanted = bundles(production);

// A package must hold nothing that is left over; other builds overwrite, so that what is running keeps its files.
if (production) rmSync('dist', { recursive: true, force: true });
// The extension's host wants CommonJS by default; these are made of modules.
for (const folder of ['dist/library', 'dist/cli']) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }\n');
}
if (watch) {
  const contexts = await Promise.all(wanted.map((bundle) => context(bundle)));
  await Promise.all(contexts.map((c) => c.watch()));
} else {
  const built = await Promise.all(wanted.map((bundle) => build(bundle)));
  writeFileSync('dist/THIRD_PARTY_NOTICES.txt', noticesOf(built.map(({ metafile }) => metafile)));
}
