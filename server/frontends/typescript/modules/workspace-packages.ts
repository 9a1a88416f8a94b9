import { listFolder } from '../../folder.ts';
import { folderOf, joinUri } from '../../relative-uri.ts';
import type { Run } from '../values/values.ts';

/** What a package.json says about who imports it. */
interface Package {
  readonly name?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly exports?: unknown;
  readonly source?: string;
  readonly module?: string;
  readonly main?: string;
  readonly types?: string;
}

/** Where a specifier may lead that names a package of the same workspace: its entry, or a file of it. */
export function packageTargets(specifier: string, from: string, run: Run): string[] {
  const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  let folder = folderOf(from);
  for (let level = 0; level < 8; level += 1) {
    const root = readPackage(folder, run);
    const patterns = root?.workspaces && (Array.isArray(root.workspaces) ? root.workspaces : workspacesOf(root));
    for (const member of (patterns ?? []).flatMap((pattern) => membersOf(folder, pattern, run))) {
      const found = readPackage(member, run);
      if (found?.name === name) return entriesOf(found, member, subpath);
    }
    const parent = folderOf(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return [];
}

function workspacesOf({ workspaces }: Package): readonly string[] {
  return workspaces && 'packages' in workspaces ? (workspaces.packages ?? []) : [];
}

function readPackage(folder: string, run: Run): Package | null {
  const uri = `${folder}/package.json`;
  const text = run.host.read(uri);
  if (text === 'pending') run.missing.add(uri);
  if (text === null || text === 'pending') return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}

/** `packages/*` is every folder in `packages`. */
function membersOf(folder: string, pattern: string, run: Run): string[] {
  if (!pattern.endsWith('/*')) return [joinUri(folder, pattern)];
  const parent = joinUri(folder, pattern.slice(0, -2));
  const names = listFolder(`${parent}/`, run.host);
  if (names === 'pending') run.missing.add(`${parent}/`);
  if (names === null || names === 'pending') return [];
  return names.flatMap((name) => (name.endsWith('/') ? [`${parent}/${name.slice(0, -1)}`] : []));
}

/** What is built need not be there yet: then the sources are read. */
function entriesOf(found: Package, folder: string, subpath: string): string[] {
  const exported = exportedFiles(found.exports, subpath === '' ? '.' : `./${subpath}`);
  const own = subpath === '' ? [found.source, found.module, found.main] : [subpath];
  const written = [...exported, ...own].filter((path) => typeof path === 'string');
  const usual = subpath === '' ? ['src/index', 'index', 'src/main'] : [`src/${subpath}`];
  const sources = written.map((path) => path.replace(/^(\.\/)?(dist|lib|build|out)\//, 'src/'));
  return [...written, ...sources, ...usual].map((path) => joinUri(folder, path));
}

/** The files that `exports` names for a path, whatever their condition is. */
function exportedFiles(exports: unknown, path: string): string[] {
  if (typeof exports === 'string') return path === '.' ? [exports] : [];
  if (typeof exports !== 'object' || exports === null) return [];
  const entries = Object.entries(exports);
  const isByPath = entries.some(([key]) => key.startsWith('.'));
  const chosen = isByPath ? entries.filter(([key]) => key === path) : path === '.' ? entries : [];
  return chosen.flatMap(([key, target]) => (key === 'types' ? [] : exportedFiles(target, '.')));
}
