import { rules } from '../rules/index.ts';
import { fileFindingSeverities } from '../rules/support/file-findings.ts';
import { limitRule } from '../rules/support/limits.ts';
import type { Severity } from '../rules/support/rule.ts';

export type RuleSettings = Readonly<Record<string, Severity | undefined>>;

/** The severity of a rule: the settings' where they have one, else the rule's own. */
export function severityOf(id: string, settings: RuleSettings): Severity {
  return settings[id] ?? ownSeverities.get(id) ?? 'error';
}

const ownSeverities: ReadonlyMap<string, Severity> = new Map([
  ...Object.entries(fileFindingSeverities),
  [limitRule, 'info'],
  ...rules.map(({ id, severity }) => [id, severity] as const),
]);
