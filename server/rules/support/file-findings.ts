import type { FileFinding } from '../../frontends/frontend.ts';
import type { Finding, Severity } from './rule.ts';

/** What a reader found wrong with the file itself, as a finding like any other. */
export function describeFileFinding(found: FileFinding): Finding {
  return { rule: found.kind, message: found.message, place: found.place, related: [], fixes: [] };
}

/** A broken file is an error, one that is no model is worth knowing. */
export const fileFindingSeverities: Readonly<Record<FileFinding['kind'], Exclude<Severity, 'off'>>> = {
  syntax: 'error',
  'graph-error': 'error',
  'weights-mismatch': 'error',
  'not-a-model': 'info',
  'missing-weights': 'info',
};
