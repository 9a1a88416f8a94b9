import ts from 'typescript';
import { folderOf, joinUri } from '../../relative-uri.ts';
import type { Run } from '../values/values.ts';

/** What a tsconfig says about imports; folders are those of the file that says it. */
interface PathsConfig {
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly pathsFolder?: string;
}

/** Configurations that extend each other more often than this do so in a circle. */
const mostExtends = 6;

/** Targets that `compilerOptions.paths` and `baseUrl` of the nearest tsconfig name for a bare specifier. */
export function mappedTargets(specifier: string, from: string, run: Run): string[] {
  let folder = folderOf(from);
  for (let level = 0; level < 8; level += 1) {
    const config =
      readConfig(`${folder}/tsconfig.json`, run, mostExtends) ??
      readConfig(`${folder}/jsconfig.json`, run, mostExtends);
    if (config) return targets(specifier, config.baseUrl ?? config.pathsFolder ?? folder, config);
    const parent = folderOf(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return [];
}

interface ConfigFile {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: Pick<PathsConfig, 'baseUrl' | 'paths'>;
}

function readConfig(uri: string, run: Run, extendsLeft: number): PathsConfig | null {
  const text = run.host.read(uri);
  if (text === 'pending') run.missing.add(uri);
  if (text === null || text === 'pending') return null;
  const config: ConfigFile = ts.parseConfigFileTextToJson(uri, text).config ?? {};
  const folder = folderOf(uri);
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const bases = extendsLeft > 0 ? [config.extends ?? []].flat() : [];
  return {
    ...Object.assign({}, ...bases.map((base) => extended(base, folder, run, extendsLeft - 1))),
    ...(typeof baseUrl === 'string' ? { baseUrl: joinUri(folder, baseUrl) } : {}),
    ...(paths ? { paths, pathsFolder: folder } : {}),
  };
}

/** A file beside it. Configurations of packages say nothing about the paths of this program. */
function extended(base: string, folder: string, run: Run, extendsLeft: number): PathsConfig | null {
  if (typeof base !== 'string' || !base.startsWith('.')) return null;
  const uri = joinUri(folder, base);
  return readConfig(uri.endsWith('.json') ? uri : `${uri}.json`, run, extendsLeft);
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
  if (config.baseUrl !== undefined) found.push(joinUri(config.baseUrl, specifier));
  return found;
}
