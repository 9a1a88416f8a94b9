import type { FileFinding } from '../frontends/frontend.ts';
import type { Finding, Severity } from '../rules/support/rule.ts';

/** What a reader found wrong with the file itself, as a finding like any other. */
export function describeFileFinding(found: FileFinding): Finding {
  return { rule: found.kind, message: found.message, place: found.place, related: [], fixes: [] };
}

/** Findings of readers that no rule stands for: a broken file is an error, a limit that was reached is worth knowing. */
export function fileFindingSeverity(kind: string): Severity {
  return ['budget', 'not-a-model', 'missing-weights'].includes(kind) ? 'info' : 'error';
}
