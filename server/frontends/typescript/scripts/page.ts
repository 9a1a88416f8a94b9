import type { Limit } from '../../../../core/graph/limit.ts';
import { listFolder, parentFolder } from '../../folder.ts';
import { isPage } from '../../program-files.ts';
import { type ScriptElement, scriptElements } from '../modules/elements.ts';
import { parse } from '../modules/parse.ts';
import { firstReadable } from '../modules/resolve.ts';
import { inlineScript, type Script, scriptOfFile } from '../modules/script.ts';
import type { Run } from '../values/values.ts';
import { isCommonJs, isScript, sharedNames, undeclaredNames } from './names.ts';
import { isLibrary, isLocal, targetsOf } from './paths.ts';

/** The scripts of a page in the order in which a browser runs them. Those that cannot be read are left out. */
export function scriptsOfPage(page: string, text: string, run: Run, own?: Script): readonly Script[] {
  const now: Script[] = [];
  const later: Script[] = [];
  const mostScripts = Math.ceil(mostBlanked / text.length);
  scriptElements(text).forEach((element, index) => {
    const { src, isModule, isDeferred } = element;
    if (index >= mostScripts) {
      if (index === mostScripts) run.limits.push(tooManyScripts(page, element, index));
      return;
    }
    run.work.spend(text.length * unitsPerBlank);
    const script =
      src === null ? inlineScript(page, text, index, element) : externalScript(src, page, isModule, run, own);
    if (script) (isDeferred ? later : now).push(script);
  });
  return [...now, ...later];
}

/** In characters: each script is read from a copy of its page in which all else is blank. */
const mostBlanked = 2 ** 24;
const unitsPerBlank = 0.2;

function tooManyScripts(file: string, { content }: ScriptElement, count: number): Limit {
  return { stage: 'program', reached: 'work', count, place: { file, range: content } };
}

function externalScript(src: string, page: string, isModule: boolean, run: Run, own?: Script): Script | null {
  if (!isLocal(src)) return null;
  const targets = targetsOf(src, page);
  if (own && targets.includes(own.uri)) return { ...own, isModule };
  if (isLibrary(src)) return null;
  const found = firstReadable(targets, run);
  return found && found.text.length <= longestScript ? scriptOfFile(found.uri, found.text, isModule) : null;
}

/** In characters. Longer ones are bundles. */
const longestScript = 300_000;

/** The scripts of the page that a script is written for; null when no page near it names the script. */
export function findPage(own: Script, run: Run): readonly Script[] | null {
  let folder = parentFolder(own.uri);
  for (let level = 0; level < mostLevels; level += 1) {
    const names = listing(folder, run);
    if (names === null) return null;
    for (const page of pagesIn(names)) {
      const found = pageWith(own, folder + encodeURIComponent(page), run);
      if (found) return found;
    }
    const parent = parentFolder(folder);
    if (parent === folder || names.some((name) => name === '.git/' || name === 'package.json')) return null;
    folder = parent;
  }
  return null;
}

/** Pages lie beside their scripts or above them, as far up as the project goes. */
const mostLevels = 5;
const mostPages = 20;

function pagesIn(names: readonly string[]): readonly string[] {
  const isIndex = (name: string) => /^index\./i.test(name);
  return names
    .filter(isPage)
    .toSorted((a, b) => Number(isIndex(b)) - Number(isIndex(a)))
    .slice(0, mostPages);
}

function pageWith(own: Script, page: string, run: Run): readonly Script[] | null {
  const text = read(page, run);
  if (text === null) return null;
  const names = scriptElements(text).some(
    ({ src, isModule }) => src !== null && !isModule && isLocal(src) && targetsOf(src, page).includes(own.uri),
  );
  return names ? scriptsOfPage(page, text, run, own) : null;
}

/**
 * Without a page: the scripts of the folder that declare what this one lacks, in the order in which they need each
 * other, and those that take something from it. Where two declare the same, the page may have either: none is taken.
 */
export function scriptsOfFolder(own: Script, run: Run): readonly Script[] {
  const folder = parentFolder(own.uri);
  const names = listing(folder, run)?.filter((name) => /(?<!\.d)\.[jt]sx?$/.test(name)) ?? [];
  if (names.length > mostNeighbours || undeclaredNames(own.source).size === 0) return [own];
  const others = names.flatMap((name) => neighbour(folder + encodeURIComponent(name), own, run) ?? []);
  const all = [own, ...others];
  const order = new Set<Script>();
  const met = new Set<Script>();
  let isCertain = true;
  const visit = (script: Script): void => {
    if (met.has(script)) return;
    met.add(script);
    for (const name of undeclaredNames(script.source)) {
      const [giver, ...more] = all.filter(({ source }) => sharedNames(source).has(name));
      if (more.length > 0) isCertain = false;
      if (giver) visit(giver);
    }
    order.add(script);
  };
  visit(own);
  for (const other of others) {
    const taken = [...undeclaredNames(other.source)];
    if (taken.some((name) => sharedNames(own.source).has(name))) visit(other);
  }
  return isCertain ? [...order] : [own];
}

const mostNeighbours = 30;

function neighbour(uri: string, own: Script, run: Run): Script | null {
  if (uri === own.uri || isLibrary(uri)) return null;
  const text = read(uri, run);
  if (text === null || text.length > longestScript) return null;
  const source = parse(uri, text);
  return isScript(source) && !isCommonJs(source) ? { uri, key: uri, source, isModule: false } : null;
}

function listing(folder: string, run: Run): readonly string[] | null {
  const names = listFolder(folder, run.host);
  if (names === 'pending') run.missing.add(folder);
  return names === 'pending' ? null : names;
}

function read(uri: string, run: Run): string | null {
  const text = run.host.read(uri);
  if (text === 'pending') run.missing.add(uri);
  return text === 'pending' ? null : text;
}
