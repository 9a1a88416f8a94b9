import { analyseGraph } from '../../core/graph/analyse.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Limit, Stage } from '../../core/graph/limit.ts';
import type { Graph } from '../../core/graph/node.ts';
import { Work } from '../../core/graph/work.ts';
import { shortenWords } from '../../core/text/shorten.ts';
import { visible } from '../../core/text/visible.ts';
import { layerEdits } from '../frontends/edits/layer-edits.ts';
import type { FileHost, FileModels, FrontendOptions } from '../frontends/frontend.ts';
import { nameByLanguage } from '../frontends/program-files.ts';
import { syntaxFault } from '../frontends/typescript/modules/syntax-fault.ts';
import { namesLayers } from '../may-hold-model.ts';
import { type Checked, runRules, runUseRules } from '../rules/index.ts';
import { dedupe } from '../rules/support/dedupe.ts';
import { describeFileFinding } from '../rules/support/file-findings.ts';
import { describeLimits } from '../rules/support/limits.ts';
import { onceForWrapped } from '../rules/support/once-for-wrapped.ts';
import type { Finding, Severity } from '../rules/support/rule.ts';
import { keepWholeFixes } from '../rules/support/whole-fixes.ts';
import { type CallSite, indexCalls } from './call-index.ts';
import { frontendFor, isJson } from './front-end.ts';
import { lineStartsOf } from './line-index.ts';
import { indexPositions, type PositionIndex } from './position-index.ts';
import { type RuleSettings, severityOf } from './severity.ts';
import { readSuppressions } from './suppressions.ts';

/** A finding with the severity that the settings give it. */
export interface Problem extends Finding {
  readonly severity: Exclude<Severity, 'off'>;
}

/** Everything known about one version of one file. Plain values; positions are UTF-16 offsets. */
export interface FileAnalysis {
  readonly uri: string;
  readonly text: string;
  readonly isJson: boolean;
  /** Every model that the file defines, in source order; those that its callers make with its layers; loose layers. */
  readonly models: readonly GraphAnalysis[];
  /** How many of them the file itself defines. */
  readonly ownModels: number;
  /** In source order, suppressed ones left out. Some may be in imported files: see `place.file`. */
  readonly findings: readonly Problem[];
  /** What the layers of the file are given is up to those who call it, and nobody who does was seen. */
  readonly wantsCallers: boolean;
  /** URIs that were asked for and are not loaded yet; the analysis is worth repeating when they are. */
  readonly missing: readonly string[];
  readonly lineStarts: readonly number[];
  readonly positions: PositionIndex;
  /** Calls of the author's functions that make layers, in source order. */
  readonly calls: readonly CallSite[];
}

export interface AnalysisOptions extends FrontendOptions {
  /** Severity by rule id, as in the setting `convlens.rules`. */
  readonly rules?: RuleSettings;
}

/**
 * Reads the models of a file and says what is wrong with them. Pure: the same text, host and options give the same
 * answer. A file that isn't a model or cannot be parsed has no models and perhaps a finding.
 * @throws Stopped when it is cancelled
 */
export function analyseFile(uri: string, text: string, host: FileHost, options: AnalysisOptions = {}): FileAnalysis {
  const name = nameByLanguage(uri, options.language);
  const read = frontendFor(name, text);
  const work = options.work ?? new Work();
  const found: FileModels = read ? read(uri, text, host, { ...options, work: work.share(shares.reading) }) : nothing;
  const figures = figuresOf(work.share(shares.figures));
  const own = found.models.map(figures.analyse);
  const callers = (found.callersModels ?? []).map(figures.analyse);
  const loose = (found.looseLayers ?? []).map(figures.analyse);
  const models = [...own, ...callers, ...loose];
  const textOf = (file: string) => (file === uri ? text : loaded(host, file));
  const context = { edits: layerEdits(textOf) };
  const rulesWork = work.share(shares.rules);
  // What a broken file lacks is not what its author forgot.
  const isBroken = found.findings.some(({ kind }) => kind === 'syntax');
  const checked = runRules(isBroken ? [] : [...own, ...loose], context, rulesWork);
  const checkedCallers = runRules(isBroken ? [] : callers, context, rulesWork);
  const limits = [...found.limits, ...figures.limits, ...limitOfRules(checked), ...limitOfRules(checkedCallers)];
  const findings = [
    ...found.findings.map(describeFileFinding),
    ...(mayLackModels(name, text, models) ? describeLimits(limits, uri) : []),
    ...checked.findings,
    ...(isBroken ? [] : runUseRules(found.uses ?? [], rulesWork)),
    // What is wrong with a caller's model is said where the caller is read, unless it is wrong here.
    ...checkedCallers.findings.filter(({ place }) => place.file === uri),
  ];
  const problems = toProblems(
    dedupe(keepWholeFixes(onceForWrapped(findings, models), models, context)),
    options.rules ?? {},
    textOf,
  );
  return {
    uri,
    text,
    isJson: isJson(name),
    models,
    ownModels: own.length,
    findings: isUnfinished(name, text, problems) ? problems.map(withoutSafeFixes) : problems,
    wantsCallers: found.wantsCallers ?? false,
    missing: found.missing,
    lineStarts: lineStartsOf(text),
    positions: indexPositions(uri, models),
    calls: indexCalls(uri, models),
  };
}

/** What the rules say of one model, as if the file had no other. The places are those of the text. */
export function problemsOf(
  model: GraphAnalysis,
  textOf: (file: string) => string | null,
  settings: RuleSettings,
): readonly Problem[] {
  const { findings } = runRules([model], { edits: layerEdits(textOf) }, new Work().share(shares.rules));
  return toProblems(dedupe(onceForWrapped(findings, [model])), settings, textOf);
}

/** Whether what an analysis did not come to can be a model. A program that only draws or fetches data has none to lack. */
function mayLackModels(name: string, text: string, models: readonly GraphAnalysis[]): boolean {
  return models.length > 0 || isJson(name) || namesLayers(text);
}

/** Whether a program breaks off that has safe fixes: the places of what stands behind are not certain. */
function isUnfinished(name: string, text: string, problems: readonly Problem[]): boolean {
  return problems.some(({ fixes }) => fixes.some(({ safe }) => safe)) && syntaxFault(name, text) !== null;
}

function withoutSafeFixes(problem: Problem): Problem {
  return { ...problem, fixes: problem.fixes.map((fix) => ({ ...fix, safe: false })) };
}

const nothing: FileModels = { models: [], findings: [], limits: [], missing: [] };

/** What each stage may spend of the work of an analysis, whatever the others leave. */
const shares = { reading: 0.75, figures: 0.15, rules: 0.1 };

/** Analyses graphs as long as there is work for it, and tells in which of them there was no more. */
function figuresOf(work: Work): { analyse(graph: Graph): GraphAnalysis; readonly limits: readonly Limit[] } {
  const limits: Limit[] = [];
  return {
    limits,
    analyse(graph) {
      const analysis = analyseGraph(graph, { work });
      if (work.isSpent && limits.length === 0) limits.push(limitIn('figures', graph));
      return analysis;
    },
  };
}

function limitOfRules({ stoppedAt }: Checked): readonly Limit[] {
  return stoppedAt ? [limitIn('rules', stoppedAt.graph)] : [];
}

function limitIn(stage: Stage, { source, nameRange }: Graph): Limit {
  const place = source && nameRange ? { file: source.file, range: nameRange } : source;
  return { stage, reached: 'work', count: null, place };
}

function loaded(host: FileHost, uri: string): string | null {
  const text = host.read(uri);
  return text === 'pending' ? null : text;
}

function toProblems(
  findings: readonly Finding[],
  settings: RuleSettings,
  text: (file: string) => string | null,
): Problem[] {
  const isSuppressed = readSuppressions(text);
  const problems: Problem[] = [];
  for (const finding of findings) {
    const severity = settings[finding.rule] ?? finding.milder ?? severityOf(finding.rule, settings);
    if (severity === 'off' || isSuppressed(finding)) continue;
    problems.push({ ...shown(finding), severity });
  }
  return problems.sort((a, b) => a.place.range.start - b.place.range.start || (a.rule < b.rule ? -1 : 1));
}

/** Names and values from files stand in what is told of them: they may neither look like more than that nor drown it. */
function shown(finding: Finding): Finding {
  return {
    ...finding,
    message: told(finding.message),
    related: finding.related.map((one) => ({ ...one, message: told(one.message) })),
    fixes: finding.fixes.map((fix) => ({ ...fix, title: told(fix.title) })),
  };
}

function told(text: string): string {
  return shortenWords(visible(text));
}
