import * as l10n from '@vscode/l10n';
import type { ComputedBy, EngineInfo, StepSummary } from '../worker/protocol.ts';
import { duration } from './figures.ts';

/** What people call the engines. */
const names: Readonly<Record<EngineInfo['name'], string>> = {
  reference: 'JavaScript',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
};

/** Where a layer was computed when its run's engine left it, or a part of it, to another: `in JavaScript: channels come first`. */
export function computedByText({ engine, reason, partly }: ComputedBy): string {
  return partly ? l10n.t('{0} in {1}', reason, names[engine]) : l10n.t('in {0}: {1}', names[engine], reason);
}

/** How many layers of a run were left to other engines, and how long they took; null when none was. */
export function leftToOthers(summaries: readonly Pick<StepSummary, 'computedBy' | 'milliseconds'>[]): string | null {
  const left = summaries.filter(({ computedBy }) => computedBy !== null);
  if (left.length === 0) return null;
  const time = left.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return l10n.t('{0} of {1} layers, {2}', left.length, summaries.length, duration(time));
}
