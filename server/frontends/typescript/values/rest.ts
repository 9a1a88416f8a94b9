import type { Unknown } from './unknown.ts';
import { isKind, type Value } from './values.ts';

/** Stands in a list for any number of elements. */
export function rest({ why }: Unknown): Unknown {
  return { kind: 'unknown', why, symbol: null, isRest: true };
}

export function isRest(value: Value): value is Unknown {
  return isKind(value, 'unknown') && value.isRest === true;
}
