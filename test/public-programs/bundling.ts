import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Plugin, transformSync } from 'esbuild';
import { instrument } from './instrument.ts';

/** Bundles a program of a repository: TensorFlow.js is the observed one, all that is not in the repository a stub. */
export function bundling(root: string, file: string, calls: readonly string[]): Plugin {
  return {
    name: 'program',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, resolveDir, kind }) => {
        if (kind === 'entry-point') return { path };
        if (/(^|\/)@?tensorflow\/tfjs/.test(path) && !/tfjs-vis|tfjs-models/.test(path))
          return { path, namespace: 'tf' };
        const found = /\.(css|scss|sass|less|svg|png|jpg|html)$/.test(path) ? null : locate(path, resolveDir, root);
        return found ? { path: found } : { path, namespace: 'stub' };
      });
      onLoad({ filter: /.*/, namespace: 'tf' }, () => ({ contents: 'module.exports = globalThis.__convlens.tf' }));
      onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
        contents: 'module.exports = globalThis.__convlens.stubModule',
      }));
      onLoad({ filter: /\.([cm]?[jt]sx?|vue|svelte|html?)$/, namespace: 'file' }, ({ path }) => {
        const text = scriptOf(path, readFileSync(path, 'utf8'));
        // On the first line, so that no line moves.
        const begin =
          path === join(root, file) ? `globalThis.__convlens.begin([${calls.map((c) => `() => ${c}`)}]);` : '';
        // As CommonJS a module may import what another does not export.
        const { code } = transformSync(begin + instrument(path, text), {
          loader: /\.[cm]?ts$/.test(path) ? 'ts' : /\.[cm]?jsx?$/.test(path) ? 'jsx' : 'tsx',
          format: 'cjs',
          platform: 'node',
          sourcemap: 'inline',
          sourcefile: path,
          tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
        });
        return { contents: code, loader: 'js' };
      });
    },
  };
}

function locate(path: string, from: string, root: string): string | null {
  if (path.startsWith('.')) return resolveFile(join(from, path));
  const inner = path.replace(/^[@~]\//, '');
  const isMapped = inner !== path;
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    for (const base of [join(folder, 'src', inner), join(folder, inner)]) {
      const found = isMapped || /^(src|app|lib)\//.test(path) || path.startsWith('/') ? resolveFile(base) : null;
      if (found) return found;
    }
  }
  return null;
}

/** The script blocks of a component's file or a page, every line at its place. */
export function scriptOf(path: string, text: string): string {
  if (!/\.(vue|svelte|html?)$/.test(path)) return text;
  let result = text.replaceAll(/[^\n]/g, ' ');
  for (const { 2: body = '', index, 0: whole, 1: tag = '' } of text.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = index + tag.length;
    result = result.slice(0, start) + body + result.slice(start + body.length);
    if (whole.length < body.length) break;
  }
  return result;
}

const endings = [
  '.ts',
  '.tsx',
  '.js',
  '.mjs',
  '.jsx',
  '.json',
  '.vue',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
];

function resolveFile(path: string): string | null {
  const stem = path.replace(/\.js$/, '');
  for (const candidate of [path, ...endings.map((ending) => stem + ending)]) {
    try {
      readFileSync(candidate);
      return candidate;
    } catch {
      // The next one may exist.
    }
  }
  return null;
}
