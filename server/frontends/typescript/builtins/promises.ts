import { iterate } from '../iteration.ts';
import { callValue } from '../machine.ts';
import type { CallSite, Value } from '../values.ts';
import { array, isCallable, native, unknown } from '../values.ts';

/**
 * A promise is read as the value that it will have: `await` and `.then` see that value. Executors run at once.
 */
export const promiseClass: Value = native('Promise', () => unknown('Promise is called without new'), {
  construct: ([executor], site) => settle(executor, site),
  members: {
    resolve: native('resolve', ([value]) => value),
    reject: native('reject', () => unknown('a rejected promise')),
    all: native('all', ([list], site) => listOf(list, site)),
    allSettled: native('allSettled', () => unknown('settled promises')),
    race: native('race', () => unknown('whichever promise is first')),
    any: native('any', () => unknown('whichever promise is first')),
  },
});

/** `value.then(f)`, for any value that has no `then` of its own. */
export function promiseMethod(self: Value, name: string): Value {
  switch (name) {
    case 'then':
      return native('then', ([callback], site) => (isCallable(callback) ? callValue(callback, [self], site) : self));
    case 'finally':
      return native('finally', ([callback], site) => {
        callValue(callback, [], site);
        return self;
      });
    case 'catch':
      return native('catch', () => self);
    default:
      return undefined;
  }
}

function settle(executor: Value, site: CallSite): Value {
  let settled: { readonly value: Value } | null = null;
  const resolve = native('resolve', ([value]) => {
    settled ??= { value };
    return undefined;
  });
  callValue(executor, [resolve, native('reject', () => undefined)], site);
  const result = settled as { readonly value: Value } | null;
  return result ? result.value : unknown('a promise that something outside settles');
}

function listOf(list: Value, site: CallSite): Value {
  const items = iterate(list, site.scope);
  return items ? array(items.slice()) : unknown('promises nobody knows');
}
