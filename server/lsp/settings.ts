import type { Runtime } from '../frontends/frontend.ts';
import type { Severity } from '../rules/support/rule.ts';

/** The part of the editor's settings `convlens.*` that the server uses. */
export interface Settings {
  /** Severity by rule id. The same object until the settings change, so that it can serve as a cache key. */
  readonly rules: Readonly<Record<string, Severity | undefined>>;
  /** What saved models are for that do not say; undefined where that is left to us. */
  readonly runtime: Runtime | undefined;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** Log every request with its time: `convlens.trace.server` is `messages` or `verbose`. */
  readonly trace: boolean;
}

export const defaultSettings: Settings = {
  rules: {},
  runtime: undefined,
  inlayHints: true,
  codeLens: true,
  trace: false,
};

/** Reads what an editor sent for the section `convlens`. What is missing or of the wrong type has its default. */
export function readSettings(section: unknown): Settings {
  const rules: Record<string, Severity> = {};
  for (const [id, severity] of Object.entries(objectAt(section, 'rules'))) {
    if (isSeverity(severity)) rules[id] = severity;
  }
  return {
    rules,
    runtime: runtimeIn(objectOf(section).runtime),
    inlayHints: objectAt(section, 'inlayHints').enabled !== false,
    codeLens: objectAt(section, 'codeLens').enabled !== false,
    trace: isTracing(objectAt(section, 'trace').server),
  };
}

function runtimeIn(value: unknown): Runtime | undefined {
  return value === 'tensorflow.js' || value === 'keras' ? value : undefined;
}

function isTracing(value: unknown): boolean {
  return value === 'messages' || value === 'verbose';
}

function objectAt(value: unknown, key: string): Record<string, unknown> {
  return objectOf(objectOf(value)[key]);
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function isSeverity(value: unknown): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'hint' || value === 'off';
}
