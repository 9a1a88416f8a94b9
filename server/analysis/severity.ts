import { rules } from '../rules/index.ts';
import type { Severity } from '../rules/support/rule.ts';
import { fileFindingSeverity } from './file-findings.ts';

export type RuleSettings = Readonly<Record<string, Severity | undefined>>;

/** The severity of a rule: the settings' where they have one, else the rule's own. */
export function severityOf(id: string, settings: RuleSettings): Severity {
  return settings[id] ?? ownSeverity.get(id) ?? fileFindingSeverity(id);
}

const ownSeverity: ReadonlyMap<string, Severity> = new Map(rules.map((rule) => [rule.id, rule.severity]));
