// Lays out the npm package: the library with its types, the command line, the schema, the texts. It has no dependencies:
// what it needs is in its bundles.
//
//   node scripts/npm-package.mjs        into dist/npm, for `npm publish dist/npm`
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundlesOfPackage } from './bundles.mjs';
import { noticesOf } from './notices.mjs';
import { root, run } from './setup/run.mjs';

/** Builds the package into a folder, which is emptied first. */
export async function layOutPackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const built = await Promise.all(bundlesOfPackage(folder).map((bundle) => build({ absWorkingDir: root, ...bundle })));
  await run('npx', ['--no-install', 'tsc', '-p', 'tsconfig.library.json', '--outDir', join(folder, 'types')]);
  nameTypesByModules(join(folder, 'types'));
  cpSync(join(root, 'server/cli/convlens.cjs'), join(folder, 'bin/convlens.cjs'));
  cpSync(join(root, 'schemas/convlens.schema.json'), join(folder, 'schema.json'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'docs/package.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'THIRD_PARTY_NOTICES.txt'), noticesOf(built.map(({ metafile }) => metafile)));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
}

function manifest() {
  const { name, version, license, keywords } = readJson('package.json');
  const { description } = readJson('package.nls.json');
  return {
    name,
    version,
    description,
    license,
    keywords,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    bin: { convlens: 'bin/convlens.cjs' },
    exports: {
      '.': { types: './types/define/index.d.ts', default: './library/index.js' },
      './schema': './schema.json',
      './package.json': './package.json',
    },
    files: ['bin', 'cli', 'library', 'types', 'schema.json', 'THIRD_PARTY_NOTICES.txt'],
  };
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** The sources import each other by their own names, `./model.ts`; who installs the types has no such files. */
function nameTypesByModules(folder) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/((?:from|import\() ?')(\.[^']*)\.ts'/g, "$1$2.js'"));
  }
}

if (process.argv[1] === import.meta.filename) await layOutPackage(resolve(root, 'dist/npm'));
