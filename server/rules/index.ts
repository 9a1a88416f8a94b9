/**
 * The rules: what people get wrong in convolutional networks. Each is one file with its check, its words and its fix.
 * They see analysed graphs and places in text; they know nothing of editors, parsers or how a graph was read.
 */
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Work } from '../../core/graph/work.ts';
import type { Use } from '../frontends/uses.ts';
import { biasBeforeBatchnorm } from './bias-before-batchnorm.ts';
import { checkerboard } from './checkerboard.ts';
import { dataShape } from './data-shape.ts';
import { denseDominates } from './dense-dominates.ts';
import { disposedModel } from './disposed-model.ts';
import { droppedBorder } from './dropped-border.ts';
import { emptyOutput } from './empty-output.ts';
import { evenKernelPadding } from './even-kernel-padding.ts';
import { factoriseLargeKernel } from './factorise-large-kernel.ts';
import { graphError } from './graph-error.ts';
import { gridding } from './gridding.ts';
import { groupsDivideChannels } from './groups-divide-channels.ts';
import { ignoredArgument } from './ignored-argument.ts';
import { invalidArgument } from './invalid-argument.ts';
import { linearStack } from './linear-stack.ts';
import { lossMismatch } from './loss-mismatch.ts';
import { missingArgument } from './missing-argument.ts';
import { missingInputShape } from './missing-input-shape.ts';
import { notCompiled } from './not-compiled.ts';
import { notTrainable } from './not-trainable.ts';
import { openSize } from './open-size.ts';
import { pointwiseFirst } from './pointwise-first.ts';
import { poolTooLarge } from './pool-too-large.ts';
import { rankMismatch } from './rank-mismatch.ts';
import { receptiveFieldTooSmall } from './receptive-field-too-small.ts';
import { reshapeSize } from './reshape-size.ts';
import { shapeMismatch } from './shape-mismatch.ts';
import { strideSkipsPixels } from './stride-skips-pixels.ts';
import { strideWithDilation } from './stride-with-dilation.ts';
import { strideWithoutPadding } from './stride-without-padding.ts';
import { provenEdits } from './support/proven-edits.ts';
import type { Finding, Rule, RuleContext } from './support/rule.ts';
import { tensorSize } from './tensor-size.ts';
import { unsupportedLayer } from './unsupported-layer.ts';
import { weightsMismatch } from './weights-mismatch.ts';
import { wrongAxis } from './wrong-axis.ts';
import { wrongLoader } from './wrong-loader.ts';

/** In the order of the documentation: what cannot run; what runs, but not as written; what could be designed better. */
export const rules: readonly Rule[] = [
  groupsDivideChannels,
  emptyOutput,
  shapeMismatch,
  rankMismatch,
  strideWithDilation,
  invalidArgument,
  missingArgument,
  missingInputShape,
  graphError,
  reshapeSize,
  weightsMismatch,
  dataShape,
  tensorSize,
  lossMismatch,
  notCompiled,
  disposedModel,
  wrongLoader,
  openSize,
  notTrainable,
  ignoredArgument,
  evenKernelPadding,
  checkerboard,
  strideSkipsPixels,
  droppedBorder,
  unsupportedLayer,
  wrongAxis,
  biasBeforeBatchnorm,
  poolTooLarge,
  factoriseLargeKernel,
  strideWithoutPadding,
  gridding,
  denseDominates,
  receptiveFieldTooSmall,
  linearStack,
  pointwiseFirst,
];

/** What the rules found before the work was spent, and the model that they had come to then. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly stoppedAt: GraphAnalysis | null;
}

/** Every finding of every rule, model by model. */
export function runRules(models: readonly GraphAnalysis[], context: RuleContext, work: Work): Checked {
  const findings: Finding[] = [];
  const trials = work.share(1 / 2);
  for (const model of models) {
    const units = unitsOf(model);
    const proven = { ...context, edits: provenEdits(context.edits, model, trials) };
    for (const rule of rules) {
      if (!work.allows(units)) return { findings, stoppedAt: model };
      if (!('check' in rule)) continue;
      // A converted graph is frozen: advice on its design comes too late.
      if (model.graph.kind === 'graph' && rule.severity !== 'error') continue;
      // What an unfinished one lacks may still come.
      if (model.graph.unfinished && rule.severity !== 'error' && rule.severity !== 'warning') continue;
      for (const finding of rule.check(model, proven)) {
        if (!work.allows(unitsPerFinding)) return { findings, stoppedAt: model };
        findings.push(finding);
      }
    }
  }
  return { findings, stoppedAt: null };
}

/** Every finding of every rule in what a program does with models and data. What it catches may be what it tries on purpose. */
export function runUseRules(uses: readonly Use[], work: Work): readonly Finding[] {
  const check = (some: readonly Use[]) =>
    rules.flatMap((rule) => ('checkUses' in rule && work.allows(some.length) ? [...rule.checkUses(some)] : []));
  const caught = check(uses.filter(({ isCaught }) => isCaught));
  const others = check(uses.filter(({ isCaught }) => !isCaught));
  return [...others, ...caught.map((finding) => ({ milder: 'warning' as const, ...finding }))];
}

/** What wording a finding takes, comparing it and its fixes with the others, and telling it to the editor. */
const unitsPerFinding = 250;

/** Most rules look at each layer, and at what each application takes. */
function unitsOf({ graph }: GraphAnalysis): number {
  return graph.nodes.reduce((sum, { inputs }) => sum + inputs.length, graph.layers.length + graph.nodes.length);
}
