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
  return partly ? `${reason} in ${names[engine]}` : `in ${names[engine]}: ${reason}`;
}

/** How many layers of a run were left to other engines, and how long they took; null when none was. */
export function leftToOthers(summaries: readonly Pick<StepSummary, 'computedBy' | 'milliseconds'>[]): string | null {
  const left = summaries.filter(({ computedBy }) => computedBy !== null);
  if (left.length === 0) return null;
  const time = left.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return `${left.length} of ${summaries.length} layers, ${duration(time)}`;
}
