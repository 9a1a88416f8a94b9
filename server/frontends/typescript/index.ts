/**
 * Reads models out of TypeScript and JavaScript by executing programs abstractly: on values that may be symbolic or
 * unknown, within a budget, without running any of their code. Nothing outside of this folder knows the parser.
 */
import ts from 'typescript';
import type { Limit } from '../../../core/graph/limit.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { Stopped, Work } from '../../../core/graph/work.ts';
import type { Budget, FileHost, Frontend, FrontendOptions } from '../frontend.ts';
import { isPage, nameByLanguage } from '../program-files.ts';
import { collectModels } from './entries/collect-models.ts';
import { runEntries } from './entries/entries.ts';
import { execute, goOn, limitOf, runFile } from './entries/run-file.ts';
import { constructValue, dispatchCall } from './evaluate/calls.ts';
import { evaluateExpression } from './evaluate/expressions.ts';
import { readMember, writeMember } from './evaluate/members.ts';
import { executeBody, executeModule } from './evaluate/statements.ts';
import { leadsToLibrary } from './modules/leads-to-library.ts';
import { scriptOfFile } from './modules/script.ts';
import { UNITS } from './values/machine.ts';
import type { Machine, Module, Run } from './values/values.ts';
import { withRun } from './values/with-run.ts';

const defaultBudget: Budget = { depth: 160, layers: 20_000 };

/** Of the work of a run, what all files may spend together that are not the one that is read. */
const othersShare = 0.3;

/** Every model that a file defines, also when the file is half-typed. @throws Stopped when it is cancelled */
export const readTypeScript: Frontend = (uri, text, host, options = {}) => {
  const run = startRun(host, options);
  let isLeftOpen = false;
  try {
    const modules = runFile(uri, text, run, nameByLanguage(uri, options.language));
    const last = modules.at(-1);
    if (last && options.call !== undefined) evaluateCallOption(options.call, last);
    else if (last) {
      runAssumed([...examplesIn(text), ...(options.assumed ?? [])], last, run);
      runCallers(options.callers ?? [], run);
      for (const module of modules) isLeftOpen = runEntries(module, run) || isLeftOpen;
    }
  } catch (error) {
    if (error instanceof Stopped && error.cause === 'cancelled') throw error;
    // The models that were found until here still count.
    const start = { file: uri, range: { start: 0, end: Math.min(text.length, 1) } };
    const limit: Limit =
      error instanceof Stopped
        ? limitOf('program', error, run, error.place ?? start)
        : { stage: 'program', reached: 'failure', count: null, place: start };
    run.limits.push(limit);
    // What had not been executed may have added layers to them; functional models are finished when they are made.
    for (const { model } of run.models) if (model?.kind === 'sequential') model.complete = false;
  }
  const { findings, limits, missing } = run;
  const uses = run.uses.filter(({ place }) => place.file === uri);
  const found = collectModels(uri, run);
  const hasCallers = options.callers !== undefined && options.callers.length > 0;
  const wantsCallers = !hasCallers && (isLeftOpen || found.models.some(lacksInput) || found.looseLayers.length > 0);
  return { ...found, wantsCallers, uses, findings, limits, missing: [...missing] };
};

function lacksInput({ facts }: Graph): boolean {
  return facts.some(({ kind }) => kind === 'missing-input-shape');
}

/** The same for a program that does not mention models: it may import what makes them. */
export const readImporter: Frontend = (uri, text, host, options = {}) => {
  const run = startRun(host, options);
  if (leadsToLibrary(uri, text, run)) return readTypeScript(uri, text, host, options);
  return { models: [], findings: [], limits: [], missing: [...run.missing] };
};

const machine: Machine = {
  evaluate: evaluateExpression,
  executeBody,
  call: dispatchCall,
  construct: constructValue,
  getMember: readMember,
  setMember: writeMember,
  load: loadModule,
};

function startRun(host: FileHost, options: FrontendOptions): Run {
  const budget = { ...defaultBudget, ...options.budget };
  const work = options.work ?? new Work();
  const run: Run = {
    machine,
    host: {
      read(uri) {
        run.work.spend(UNITS.file);
        return host.read(uri);
      },
    },
    budget,
    work: work.share(1 - othersShare),
    others: work.share(othersShare),
    modules: new Map(),
    missing: new Set(),
    findings: [],
    uses: [],
    escaped: new WeakSet(),
    limits: [],
    globals: new Map(),
    builtins: new Map(),
    extensions: new Map(),
    undeclared: new Map(),
    counters: new Map(),
    instances: new Map(),
    models: [],
    layers: [],
    functions: [],
    classes: [],
    called: new Set(),
    recursions: new Map(),
    isRecursing: false,
    branches: [],
    assumptions: [],
    isRehearsing: false,
    isGuessing: false,
    firstGuess: null,
    guess: null,
    assumed: null,
    mayThrow: 0,
    timers: null,
    tries: 0,
    steps: 0,
    depth: 0,
    layerCount: 0,
    applications: 0,
  };
  return run;
}

/** Executes another file once; a cycle of imports sees what is there so far. */
function loadModule(uri: string, run: Run, isModule = true): Module | null {
  const known = run.modules.get(uri);
  if (known) return known;
  const text = run.host.read(uri);
  if (text === null || text === 'pending' || isBundle(text)) return null;
  run.work.spend(text.length * UNITS.parsedCharacter);
  return execute(scriptOfFile(uri, text, isModule), run);
}

/** A library in one file says nothing about a network, and takes longer to read than all that imports it. */
function isBundle({ length }: string): boolean {
  return length > largestImport;
}

/** In characters. */
const largestImport = 500_000;

/** Calls that the author asks for in comments: `@convlens createModel([64, 64, 3])`. */
function examplesIn(text: string): string[] {
  return [...text.matchAll(/@convlens\s+([^\s].*?)\s*(?:\*\/)?$/gm)].flatMap(([, call]) => call ?? []);
}

/** Each starts with the counters that the file's top level leaves. */
function runAssumed(calls: readonly string[], module: Module, run: Run): void {
  for (const call of calls) {
    withRun(run, { counters: new Map(run.counters), assumed: call }, () => evaluateCallOption(call, module));
  }
}

/** Files that call what this one exports: each goes on where this file's top level has ended. */
function runCallers(uris: readonly string[], run: Run): void {
  for (const uri of uris) {
    const text = run.host.read(uri);
    if (text === 'pending') run.missing.add(uri);
    if (text === null || text === 'pending') continue;
    goOn(uri, run, () => {
      const found = isPage(uri) ? runFile(uri, text, run) : [loadModule(uri, run)];
      for (const caller of found) if (caller) runEntries(caller, run);
    });
  }
}

/** `createModel([64, 64, 3])`, evaluated behind the file. */
function evaluateCallOption(call: string, module: Module): void {
  const source = ts.createSourceFile('call.ts', call, ts.ScriptTarget.Latest, true);
  executeModule(source, module.scope);
}
