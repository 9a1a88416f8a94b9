import * as l10n from '@vscode/l10n';
import { iterate } from '../flow/iteration.ts';
import { callValue, constructValue, getMember } from '../values/machine.ts';
import { keyOf } from '../values/property-name.ts';
import { listedKeys } from '../values/prototypes.ts';
import type { NativeFunction, ObjectValue, Value } from '../values/values.ts';
import { array, isKind, native, unknown } from '../values/values.ts';
import { isIn } from './instances.ts';

/** `Reflect`. */
export const reflect = (): NativeFunction =>
  native('Reflect', () => unknown(l10n.t('Reflect is no function')), {
    isObject: true,
    members: {
      ownKeys: native('ownKeys', ([value]) =>
        isKind(value, 'object') ? keysOf(value) : unknown(l10n.t('the keys of an unknown object')),
      ),
      has: native('has', ([value, key]) => isIn(key, value)),
      get: native('get', ([value, key], site) => {
        const name = keyOf(key);
        return name === null ? unknown(l10n.t('an unknown key')) : getMember(value, name, site);
      }),
      set: native('set', ([target, key, value], site) => {
        const name = keyOf(key);
        if (name !== null) site.scope.frame.run.machine.setMember(target, name, { value, source: null }, site);
        return true;
      }),
      apply: native('apply', ([callee, self, list], site) =>
        callValue(callee, iterate(list, site.scope) ?? [], site, self),
      ),
      construct: native('construct', ([callee, list], site) =>
        constructValue(callee, iterate(list, site.scope) ?? [], site),
      ),
      getPrototypeOf: native('getPrototypeOf', ([value]) =>
        isKind(value, 'object') && value.prototype ? value.prototype : unknown(l10n.t('a prototype')),
      ),
    },
  });

function keysOf(value: ObjectValue): Value {
  const { keys, open } = listedKeys(value);
  return array([...keys], open);
}
