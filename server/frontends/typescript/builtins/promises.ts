import * as l10n from '@vscode/l10n';
import { iterate } from '../flow/iteration.ts';
import { isCallable } from '../values/callable.ts';
import { callValue } from '../values/machine.ts';
import type { CallSite, NativeFunction, RejectedValue, Value } from '../values/values.ts';
import { array, isKind, native, object, unknown } from '../values/values.ts';
import { withRun } from '../values/with-run.ts';
import { settled } from './rejections.ts';

/**
 * A promise is read as the value that it will have: `await` and `.then` see that value. Executors run at once.
 */
export const promiseClass = (): NativeFunction =>
  native('Promise', () => unknown(l10n.t('Promise is called without new')), {
    construct: ([executor], site) => settle(executor, site),
    members: {
      resolve: native('resolve', ([value]) => value),
      reject: native('reject', ([reason]) => ({ kind: 'rejected', reason })),
      all: native('all', ([list], site) => all(list, site)),
      allSettled: native('allSettled', ([list], site) => mapPromises(list, site, outcome)),
      race: native('race', ([list], site) => only(list, site)),
      any: native('any', ([list], site) => only(list, site)),
    },
  });

/** `value.then(f)`, for any value that has no `then` of its own. */
export function promiseMethod(self: Value, name: string): Value {
  switch (name) {
    case 'then':
      return native('then', ([callback, failed], site) => {
        neverCalled(failed, site);
        return isCallable(callback) ? settled(() => callValue(callback, [self], site)) : self;
      });
    case 'finally':
      return native('finally', ([callback], site) => {
        callValue(callback, [], site);
        return self;
      });
    case 'catch':
      return native('catch', ([failed], site) => {
        neverCalled(failed, site);
        return self;
      });
    default:
      return undefined;
  }
}

/** `promise.catch(f)`, of one that was rejected. */
export function rejectionMember(self: RejectedValue, name: string): Value {
  const handle = (callback: Value, site: CallSite) =>
    isCallable(callback) ? settled(() => callValue(callback, [self.reason], site)) : self;
  if (name === 'then') {
    return native(name, ([fulfilled, callback], site) => {
      neverCalled(fulfilled, site);
      return handle(callback, site);
    });
  }
  if (name === 'catch') return native(name, ([callback], site) => handle(callback, site));
  return promiseMethod(self, name);
}

/** A callback of what does not happen, `resolved.catch(callback)`, counts as called, so that it is not tried. */
function neverCalled(callback: Value, site: CallSite): void {
  if (isKind(callback, 'function')) site.scope.frame.run.called.add(callback.node);
}

function settle(executor: Value, site: CallSite): Value {
  const { run } = site.scope.frame;
  const outcomes: Value[] = [];
  const resolve = native('resolve', ([value]) => void outcomes.push(value));
  const reject = native('reject', ([reason]) => void outcomes.push({ kind: 'rejected', reason }));
  const timers: Value[] = [];
  withRun(run, { timers }, () => {
    const thrown = settled(() => callValue(executor, [resolve, reject], site));
    if (isKind(thrown, 'rejected')) outcomes.push(thrown);
    // Code behind `await` of a timer goes on after the timer.
    for (const callback of timers) if (outcomes.length === 0) callValue(callback, [], site);
  });
  return outcomes.length > 0 ? outcomes[0] : unknown(l10n.t('a promise that something outside settles'));
}

function all(list: Value, site: CallSite): Value {
  const items = mapPromises(list, site, (item) => item);
  const rejected = isKind(items, 'array') ? items.elements.find((item) => isKind(item, 'rejected')) : undefined;
  return rejected ?? items;
}

function mapPromises(list: Value, site: CallSite, map: (item: Value) => Value): Value {
  const items = iterate(list, site.scope);
  if (!items) return unknown(l10n.t('promises that are not known'));
  return array(items.map(map), isKind(list, 'array') ? list.open : null);
}

function outcome(item: Value): Value {
  if (isKind(item, 'unknown')) return unknown(item.why);
  return isKind(item, 'rejected')
    ? object([
        ['status', 'rejected'],
        ['reason', item.reason],
      ])
    : object([
        ['status', 'fulfilled'],
        ['value', item],
      ]);
}

function only(list: Value, site: CallSite): Value {
  const items = iterate(list, site.scope) ?? [];
  return items.length === 1 ? items[0] : unknown(l10n.t('whichever promise is first'));
}
