import type { BuiltLayer } from './built-layer.ts';
import type { Expected } from './expected.ts';

export interface Difference {
  /** Nowhere; there with less than is certain; there with a number that is not certain; with another number; elsewhere. */
  readonly kind: 'missing' | 'unknown' | 'assumed' | 'wrong' | 'class';
  readonly expected: Expected;
  readonly ours: readonly string[];
}

export interface Compared {
  readonly right: number;
  readonly differences: readonly Difference[];
}

/** Compares the layers of one file. */
export function compareFile(expected: readonly Expected[], ours: readonly BuiltLayer[]): Compared {
  const differences: Difference[] = [];
  let right = 0;
  const at = new Map<string, BuiltLayer[]>();
  for (const layer of ours) at.set(layer.place, [...(at.get(layer.place) ?? []), layer]);
  const explained = new Set<BuiltLayer>();
  for (const layer of expected) {
    const here = at.get(layer.place) ?? [];
    const same = here.filter(({ className }) => className === layer.className);
    const judged = same.map((each) => ({ each, verdict: judge(layer, each) }));
    for (const { each, verdict } of judged) if (verdict !== 'wrong') explained.add(each);
    const text = here.map(tell);
    if (judged.some(({ verdict }) => verdict === 'right')) right += 1;
    else if (here.length === 0) differences.push({ kind: 'missing', expected: layer, ours: [] });
    else if (same.length === 0) differences.push({ kind: 'class', expected: layer, ours: text });
    else if (judged.some(({ verdict }) => verdict === 'assumed')) {
      right += 1;
      differences.push({ kind: 'assumed', expected: layer, ours: text });
    } else differences.push({ kind: 'unknown', expected: layer, ours: text });
  }
  const places = new Set(expected.map(({ place, className }) => `${place} ${className}`));
  for (const layer of ours) {
    if (explained.has(layer) || !places.has(`${layer.place} ${layer.className}`)) continue;
    const [like] = expected.filter(({ place, className }) => place === layer.place && className === layer.className);
    if (like) differences.push({ kind: 'wrong', expected: like, ours: [tell(layer)] });
  }
  return { right, differences };
}

/**
 * `right` says all that is certain and nothing else; `unknown` says less; `assumed` puts a number where the real one
 * depends on an unknown value; `wrong` contradicts.
 */
function judge(expected: Expected, ours: BuiltLayer): 'right' | 'unknown' | 'assumed' | 'wrong' {
  let verdict: 'right' | 'unknown' | 'assumed' = 'right';
  const compare = (real: number | null | 'open', own: number | null): boolean => {
    if (real === own) return true;
    if (real === 'open') {
      if (own !== null && verdict === 'right') verdict = 'assumed';
      return true;
    }
    if (own !== null) return false;
    verdict = 'unknown';
    return true;
  };
  if (!compare(expected.params, ours.params)) return 'wrong';
  if (expected.shape && ours.shape) {
    if (expected.shape.length !== ours.shape.length) return 'wrong';
    for (const [axis, size] of expected.shape.entries()) {
      if (!compare(size, ours.shape[axis] ?? null)) return 'wrong';
    }
  } else if (expected.shape?.some((size, axis) => axis > 0 && typeof size === 'number')) verdict = 'unknown';
  return verdict;
}

function tell({ place, className, shape, params }: BuiltLayer): string {
  return `${place.slice(place.lastIndexOf(':') + 1)} ${className} ${JSON.stringify(shape)} ${params}`;
}
