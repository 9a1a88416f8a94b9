import { iterate, openEnd } from '../flow/iteration.ts';
import { callValue } from '../values/machine.ts';
import { isPrimitive } from '../values/numbers.ts';
import { isRest } from '../values/rest.ts';
import type { CallSite, Value } from '../values/values.ts';

/** What a list falls into by a key: `Object.groupBy`, `Map.groupBy`. Null when a key is not known. */
export function groupsOf(list: Value, callback: Value, site: CallSite): [Value, Value[]][] | null {
  const items = iterate(list, site.scope);
  if (!items || openEnd(list)) return null;
  const groups = new Map<Value, Value[]>();
  for (const [index, item] of items.entries()) {
    const key = isRest(item) ? item : callValue(callback, [item, index], site);
    if (!isPrimitive(key)) return null;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
