import * as l10n from '@vscode/l10n';
import type { Value } from '../../values/values.ts';
import { isStructured, native, object, unknown } from '../../values/values.ts';

const ref = native('ref', ([value]) => object([['value', held(value)]]));
const same = native('same', ([value]) => value);

/** What holds the state of a component, by name: what it is given comes out of it again. */
export const holders: readonly (readonly [string, Value])[] = [
  ['ref', ref],
  ['shallowRef', ref],
  ...['markRaw', 'toRaw', 'reactive', 'shallowReactive', 'defineComponent'].map((name) => [name, same] as const),
];

/** A holder's value: a plain number or text is there to be changed by the people who use the page. */
export function held(value: Value): Value {
  const isPlain = value !== undefined && value !== null && !isStructured(value);
  return isPlain ? unknown(l10n.t('the page may change it')) : value;
}
