/**
 * The rules: what people get wrong in convolutional networks. Each is one file with its check, its words and its fix.
 * They see analysed graphs and places in text; they know nothing of editors, parsers or how a graph was read.
 */
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { IsCancelled } from '../frontends/frontend.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rules: readonly Rule[] = [];

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
