import type { Limit, Stage } from '../../../../core/graph/limit.ts';
import type { Place } from '../../../../core/graph/node.ts';
import { Stopped } from '../../../../core/graph/work.ts';
import { hasNoFile, isPage } from '../../program-files.ts';
import { executeModule } from '../evaluate/statements.ts';
import { summaryOf } from '../flow/summaries.ts';
import { createModule } from '../modules/modules.ts';
import { largestProgram } from '../modules/parse.ts';
import { type Script, scriptOfFile } from '../modules/script.ts';
import { isCommonJs, isScript, mayBorrow, sharedNames } from '../scripts/names.ts';
import { findPage, scriptsOfFolder, scriptsOfPage } from '../scripts/page.ts';
import type { Module, Run } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
import { runEntries } from './entries.ts';

/**
 * Executes a file as its page would: with the scripts before and behind it that it shares names with. Gives the
 * modules that the file itself consists of, which are several only in a page. The extension of `name` says what the file is
 * written in.
 */
export function runFile(uri: string, text: string, run: Run, name = uri): readonly Module[] {
  if (text.length > largestProgram) throw new Stopped('work');
  const scripts = relatedScripts(uri, text, run, name);
  const isOwn = (script: Script) => script.uri === uri;
  const own = scripts.filter(isOwn);
  const modules: Module[] = [];
  const callers: Module[] = [];
  for (const script of scripts) {
    if (isOwn(script)) modules.push(execute(script, run));
    else {
      apart(script.uri, run, () => {
        const module = execute(script, run);
        if (own.some((each) => [...sharedNames(each.source)].some((name) => mayBorrow(script.source, name))))
          callers.push(module);
      });
    }
  }
  for (const caller of callers) goOn(caller.uri, run, () => runEntries(caller, run));
  return modules;
}

/** Executes a program once. */
export function execute(script: Script, run: Run): Module {
  run.work.spend(lengthOf(script));
  const module = createModule(script, run);
  run.modules.set(script.key, module);
  executeModule(module.source, module.scope);
  return module;
}

/** In characters, from the first statement to the last: the text of a page's script is as long as the page, and blank. */
function lengthOf({ source }: Script): number {
  const { statements } = source;
  return (statements.at(-1)?.end ?? 0) - (statements[0]?.getStart(source) ?? 0);
}

/** Another file that goes on where the one that is read has ended, and leaves no names taken. */
export function goOn(uri: string, run: Run, body: () => void): void {
  withRun(run, { counters: new Map(run.counters) }, () => apart(uri, run, body));
}

/**
 * Another file may take half of what is left to all others, and takes nothing away from the one that is read; when it
 * needs more it is left where it is.
 */
function apart(uri: string, run: Run, body: () => void): void {
  const { others, layerCount } = run;
  try {
    others.lendHalf((half) => withRun(run, { work: half, others: half, layerCount }, body));
  } catch (error) {
    if (!(error instanceof Stopped) || error.cause === 'cancelled') throw error;
    const place = error.place ?? { file: uri, range: { start: 0, end: 0 } };
    run.limits.push(limitOf('callers', error, run, place));
  }
}

/** What a thrown end of the analysis says to the author. */
export function limitOf(stage: Stage, { cause }: Stopped, run: Run, place: Place): Limit {
  return cause === 'layers'
    ? { stage, reached: 'layers', count: run.budget.layers, place }
    : { stage, reached: 'work', count: null, place };
}

function relatedScripts(uri: string, text: string, run: Run, name: string): readonly Script[] {
  if (isPage(name)) {
    const scripts = scriptsOfPage(uri, text, run);
    return related(
      scripts.filter((script) => script.uri === uri),
      scripts,
    );
  }
  const own = scriptOfFile(uri, text, true, name);
  if (!isScript(own.source) || hasNoFile(uri)) return [own];
  const page = findPage({ ...own, isModule: false }, run);
  if (page) {
    return related(
      page.filter((script) => script.uri === uri),
      page,
    );
  }
  return isCommonJs(own.source) ? [own] : scriptsOfFolder({ ...own, isModule: false }, run);
}

/** Of all scripts those that these need, that need these, and what those need in turn. */
function related(own: readonly Script[], all: readonly Script[]): readonly Script[] {
  const chosen = new Set(own);
  for (const script of all) if (!script.isModule && own.some((each) => borrows(script, each))) chosen.add(script);
  for (let before = 0; before < chosen.size; ) {
    before = chosen.size;
    for (const script of all)
      if (!script.isModule && [...chosen].some((each) => borrows(each, script))) chosen.add(script);
  }
  return all.filter((script) => chosen.has(script));
}

function borrows(taker: Script, giver: Script): boolean {
  if (taker === giver) return false;
  const { mentions } = summaryOf(taker.source);
  return [...sharedNames(giver.source)].some((name) => mentions.has(name));
}
