/**
 * The rules: what people get wrong in convolutional networks. Each is one file with its check, its words and its fix.
 * They see analysed graphs and places in text; they know nothing of editors, parsers or how a graph was read.
 */
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { IsCancelled } from '../frontends/frontend.ts';
import { biasBeforeBatchnorm } from './bias-before-batchnorm.ts';
import { checkerboard } from './checkerboard.ts';
import { droppedBorder } from './dropped-border.ts';
import { emptyOutput } from './empty-output.ts';
import { evenKernelPadding } from './even-kernel-padding.ts';
import { graphError } from './graph-error.ts';
import { groupsDivideChannels } from './groups-divide-channels.ts';
import { ignoredArgument } from './ignored-argument.ts';
import { invalidArgument } from './invalid-argument.ts';
import { missingArgument } from './missing-argument.ts';
import { missingInputShape } from './missing-input-shape.ts';
import { rankMismatch } from './rank-mismatch.ts';
import { reshapeSize } from './reshape-size.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { shapeMismatch } from './shape-mismatch.ts';
import { strideSkipsPixels } from './stride-skips-pixels.ts';
import { strideWithDilation } from './stride-with-dilation.ts';
import { unsupportedLayer } from './unsupported-layer.ts';
import { weightsMismatch } from './weights-mismatch.ts';

/** In the order of the documentation: what cannot run, then what runs, but not as written. */
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
  ignoredArgument,
  evenKernelPadding,
  checkerboard,
  strideSkipsPixels,
  droppedBorder,
  unsupportedLayer,
  biasBeforeBatchnorm,
];

/** Every finding of every rule, model by model. */
export function runRules(
  models: readonly GraphAnalysis[],
  context: RuleContext,
  isCancelled: IsCancelled = () => false,
): Finding[] {
  const findings: Finding[] = [];
  for (const model of models) {
    for (const rule of rules) {
      if (isCancelled()) return [];
      findings.push(...rule.check(model, context));
    }
  }
  return findings;
}
