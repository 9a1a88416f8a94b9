import { Thrown } from '../values/machine.ts';
import type { Value } from '../values/values.ts';
import { isKind } from '../values/values.ts';

/** The promise of a body: what it gives, or a rejection when it throws. */
export function settled(body: () => Value): Value {
  try {
    return body();
  } catch (error) {
    if (error instanceof Thrown) return { kind: 'rejected', reason: error.value };
    throw error;
  }
}

/** `await`: what the promise was rejected with is thrown. */
export function awaited(value: Value): Value {
  if (isKind(value, 'rejected')) throw new Thrown(value.reason);
  return value;
}
