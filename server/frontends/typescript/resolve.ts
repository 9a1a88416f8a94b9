import ts from 'typescript';
import { folderOf, joinUri, relativeUri } from '../relative-uri.ts';
import type { Run } from './machine.ts';

/** Where an import leads: a file's URI and text, `null` when nowhere known. */
export interface Resolved {
  readonly uri: string;
  readonly text: string;
}

const extensions = ['.ts', '.tsx', '.js', '.mjs', '.jsx', '.cjs', '.mts', '.json'];

/** Resolves a specifier as bundlers do: extensions, `index` files, `.js` that means `.ts`, `paths` of a tsconfig. */
export function resolveImport(specifier: string, from: string, run: Run): Resolved | null {
  if (/^\.{1,2}(\/|$)/.test(specifier)) return firstReadable(candidates(relativeUri(specifier, from)), run);
  if (specifier.startsWith('/') || specifier.includes(':')) return null;
  for (const target of mapped(specifier, from, run)) {
    const found = firstReadable(candidates(target), run);
    if (found) return found;
  }
  return null;
}

/** Reads the first that exists. While one before it is still loading, nobody knows which one that is. */
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

/** Targets that `compilerOptions.paths` and `baseUrl` of the nearest tsconfig name for a bare specifier. */
function mapped(specifier: string, from: string, run: Run): string[] {
  let folder = folderOf(from);
  for (let level = 0; level < 8; level += 1) {
    const config = readConfig(`${folder}/tsconfig.json`, run) ?? readConfig(`${folder}/jsconfig.json`, run);
    if (config) return targets(specifier, joinUri(folder, config.baseUrl ?? '.'), config);
    const parent = folderOf(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return [];
}

interface PathsConfig {
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

function readConfig(uri: string, run: Run): PathsConfig | null {
  const text = run.host.read(uri);
  if (text === 'pending') run.missing.add(uri);
  if (text === null || text === 'pending') return null;
  const { config } = ts.parseConfigFileTextToJson(uri, text) as { config?: { compilerOptions?: PathsConfig } };
  return config?.compilerOptions ?? {};
}

function targets(specifier: string, base: string, config: PathsConfig): string[] {
  const found: string[] = [];
  for (const [pattern, substitutes] of Object.entries(config.paths ?? {})) {
    const [before = '', after] = pattern.split('*');
    const matches =
      after === undefined ? specifier === pattern : specifier.startsWith(before) && specifier.endsWith(after);
    if (!matches || !Array.isArray(substitutes)) continue;
    const middle = specifier.slice(before.length, specifier.length - (after?.length ?? 0));
    found.push(...substitutes.map((target) => joinUri(base, String(target).replace('*', middle))));
  }
  if (config.baseUrl !== undefined) found.push(joinUri(base, specifier));
  return found;
}
