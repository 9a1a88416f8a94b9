import { relativeUri } from '../../relative-uri.ts';
import type { Run } from '../values/values.ts';
import { mappedTargets } from './tsconfig-paths.ts';
import { packageTargets } from './workspace-packages.ts';

/** Where an import leads: a file's URI and text, `null` when nowhere known. */
export interface Resolved {
  readonly uri: string;
  readonly text: string;
}

const extensions = ['.ts', '.tsx', '.js', '.mjs', '.jsx', '.cjs', '.mts', '.json'];

/**
 * Resolves a specifier as bundlers do: extensions, `index` files, `.ts` for a written `.js`, `paths` of a tsconfig,
 * packages of the workspace.
 */
export function resolveImport(specifier: string, from: string, run: Run): Resolved | null {
  if (/^\.{1,2}(\/|$)/.test(specifier)) return firstReadable(candidates(relativeUri(specifier, from)), run);
  if (specifier.startsWith('/') || specifier.includes(':')) return null;
  for (const target of [...mappedTargets(specifier, from, run), ...packageTargets(specifier, from, run)]) {
    const found = firstReadable(candidates(target), run);
    if (found) return found;
  }
  return null;
}

/** Reads the first that exists; null while one before it is still loading and may turn out to exist. */
export function firstReadable(uris: readonly string[], run: Run): Resolved | null {
  let isPending = false;
  for (const uri of uris) {
    const text = run.host.read(uri);
    if (text === 'pending') {
      run.missing.add(uri);
      isPending = true;
    } else if (text !== null) {
      return isPending ? null : { uri, text };
    }
  }
  return null;
}

export function candidates(uri: string): string[] {
  const written = /\.(js|mjs|cjs|jsx)$/.exec(uri);
  if (written) {
    const stem = uri.slice(0, -written[0].length);
    const typed = written[1] === 'mjs' ? ['.mts'] : ['.ts', '.tsx'];
    return [uri, ...typed.map((extension) => stem + extension)];
  }
  if (/\.(ts|tsx|mts|cts|json|vue|svelte)$/.test(uri)) return [uri];
  return [
    ...extensions.map((extension) => uri + extension),
    ...extensions.map((extension) => `${uri.replace(/\/$/, '')}/index${extension}`),
  ];
}
