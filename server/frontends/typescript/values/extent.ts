/**
 * How much there is in a value, so that looking through it and making it are paid for, and what grows without end is
 * forgotten before it fills the memory.
 */
import * as l10n from '@vscode/l10n';
import type { Run, Value } from './values.ts';
import { isStructured, unknown } from './values.ts';

/** Longer texts are data: no program names a layer with them. In characters. */
export const longestText = 2 ** 20;

/** Longer lists are data as well. They are not written down element by element. */
export const longestList = 100_000;

/** Units that looking at a value costs: one for each of its own elements or properties, and for eight characters. */
export function extentOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 3;
  if (!isStructured(value)) return 0;
  switch (value.kind) {
    case 'array':
      return value.elements.length;
    case 'object':
      return value.properties.size;
    case 'map':
      return value.entries.size;
    case 'set':
      return value.elements.size;
    default:
      return 0;
  }
}

/** Text that is too long is not known. */
export function boundedText(text: string): Value {
  return text.length > longestText ? unknown(l10n.t('a very long text')) : text;
}

/**
 * Whether a value can be walked as a tree: what is in it twice is walked twice, so that sixty lists that each hold the
 * one before twice have as many ends as a chessboard has grains. Pays for the walk.
 * @throws Stopped
 */
export function isTree(value: Value, run: Run): boolean {
  const walk = { left: mostParts };
  const isWhole = count(value, 0, walk);
  run.work.spend(mostParts - Math.max(0, walk.left));
  return isWhole;
}

const mostParts = 100_000;
const deepest = 100;

function count(value: Value, depth: number, walk: { left: number }): boolean {
  walk.left -= typeof value === 'string' ? 1 + (value.length >> 3) : 1;
  if (walk.left < 0 || depth > deepest) return false;
  if (!isStructured(value)) return true;
  const isSmall = (part: Value) => count(part, depth + 1, walk);
  switch (value.kind) {
    case 'array':
      return value.elements.every(isSmall);
    case 'object':
      for (const slot of value.properties.values()) if (!isSmall(slot.value)) return false;
      return true;
    default:
      return true;
  }
}
