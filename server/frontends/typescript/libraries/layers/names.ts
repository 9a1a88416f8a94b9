import { Recent } from '../../../../../core/graph/recent.ts';
import type { Run } from '../../values/values.ts';

/** The next number behind a prefix, as TF.js counts (backend/state.ts, getUid). */
function nextNumber(run: Run, prefix: string): number {
  const next = (run.counters.get(prefix) ?? 0) + 1;
  run.counters.set(prefix, next);
  return next;
}

/** `conv2d_Conv2D1`: what TF.js calls a layer without a name. Input layers are `input1`. */
export function generatedName(run: Run, className: string): string {
  if (className === 'InputLayer') return `input${nextNumber(run, 'input')}`;
  const prefix = prefixes.get(className) ?? `${snakeCase(className)}_${className}`;
  prefixes.set(className, prefix);
  return prefix + nextNumber(run, className);
}

const prefixes = new Recent<string, string>(500);

/** `sequential_1`, `model1`. */
export function generatedModelName(run: Run, kind: 'sequential' | 'functional'): string {
  const prefix = kind === 'sequential' ? 'sequential_' : 'model';
  return `${prefix}${nextNumber(run, prefix)}`;
}

/** `UpSampling2D` → `up_sampling2d`, by the two steps that TF.js takes. */
export function snakeCase(name: string): string {
  const words = name.replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2');
  const lower = words.toLowerCase();
  return lower.startsWith('_') ? `private${lower}` : lower;
}
