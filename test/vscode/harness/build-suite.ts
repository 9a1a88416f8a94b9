import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
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
  const folder = copyOfExtension(join('dist/killed', host));
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

/** The language into which the copy of `buildTranslatedExtension` is translated. */
export const madeUpLanguage = 'qps';

/** Makes a copy of the built extension that has all its texts in a made-up language as well; its folder. */
export function buildTranslatedExtension(): string {
  const folder = copyOfExtension('dist/translated');
  const translated = (from: string, to: string) => {
    const texts = JSON.parse(readFileSync(join(root, from), 'utf8'));
    writeFileSync(join(folder, to), JSON.stringify(getL10nPseudoLocalized(texts)));
  };
  translated('package.nls.json', `package.nls.${madeUpLanguage}.json`);
  translated('l10n/bundle.l10n.json', `l10n/bundle.l10n.${madeUpLanguage}.json`);
  return folder;
}

/** Copies what the extension in development has of the installed one; the copy's folder. */
function copyOfExtension(to: string): string {
  const folder = join(root, to);
  const built = ['dist/client', 'dist/server', 'dist/webview'];
  for (const part of ['package.json', 'package.nls.json', 'client/media', 'schemas', 'docs', 'l10n', ...built]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  return folder;
}
