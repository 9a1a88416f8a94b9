import * as l10n from '@vscode/l10n';
import { isCallable } from '../values/callable.ts';
import { isPrimitive } from '../values/numbers.ts';
import type { CallSite, NativeFunction, ObjectValue, Run, Slot, Value } from '../values/values.ts';
import { isKind, native, object, unknown } from '../values/values.ts';
import { arrayFrom, arrayMethods } from './arrays.ts';
import { mapMethods, setMethods } from './collections.ts';
import { objectMethods } from './objects.ts';
import { numberMethods, stringMethods } from './strings.ts';

/**
 * `Array.prototype` and its kin: methods that are borrowed by `call` and `apply`, and what the program adds to them.
 * As old as the language, though it is made when the program first asks for it.
 */
export function nativePrototype(type: NativeFunction): ObjectValue | undefined {
  const methods = methodsOf(type.name);
  if (!methods) return undefined;
  const prototype: ObjectValue = { ...methods, born: 0 };
  type.properties ??= new Map();
  type.properties.set('prototype', { value: prototype, source: null, isHidden: true });
  return prototype;
}

/** What the program has added to the values of a built-in class. */
export function addedMember(className: string, name: string, run: Run): Slot | undefined {
  const type = run.builtins.get(className);
  const prototype = isKind(type, 'native') ? type.properties?.get('prototype')?.value : undefined;
  const slot = isKind(prototype, 'object') ? prototype.properties.get(name) : undefined;
  // What was there before is found without the prototype.
  return isKind(slot?.value, 'native') && slot.value.name === name ? undefined : slot;
}

function methodsOf(name: string): ObjectValue | undefined {
  switch (name) {
    case 'Array':
      return borrowed(arrayMethods, (self, site) => {
        const list = isKind(self, 'array') ? self : arrayFrom([self], site);
        return isKind(list, 'array') ? list : null;
      });
    case 'String':
      return borrowed(stringMethods, (self) => (typeof self === 'string' ? self : null));
    case 'Number':
      return borrowed(numberMethods, (self) => (typeof self === 'number' ? self : null));
    case 'Map':
      return borrowed(mapMethods, (self) => (isKind(self, 'map') ? self : null));
    case 'Set':
      return borrowed(setMethods, (self) => (isKind(self, 'set') ? self : null));
    case 'Object': {
      const prototype = borrowed(objectMethods, (self) => (isKind(self, 'object') ? self : null));
      prototype.properties.set('toString', { value: native('toString', (_, __, self) => tagOf(self)), source: null });
      return prototype;
    }
    case 'Function':
      return object(['call', 'apply', 'bind'].map((method) => [method, invoker(method)] as const));
    default:
      return undefined;
  }
}

function borrowed<T extends Value>(
  table: Readonly<Record<string, (self: T, args: readonly Value[], site: CallSite) => Value>>,
  accept: (self: Value, site: CallSite) => T | null,
): ObjectValue {
  return object(
    Object.entries(table).map(([name, method]) => {
      const call = (args: readonly Value[], site: CallSite, self: Value) => {
        const fitting = accept(self, site);
        return fitting === null ? unknown(l10n.t('a method of something else')) : method(fitting, args, site);
      };
      return [name, native(name, call)] as const;
    }),
  );
}

/** `Function.prototype.call`, itself called on a function. */
function invoker(method: string): Value {
  return native(method, (args, site, self) => {
    const { getMember, call } = site.scope.frame.run.machine;
    return call(getMember(self, method, site), self, args, site);
  });
}

function tagOf(self: Value): Value {
  if (self === undefined) return '[object Undefined]';
  if (self === null) return '[object Null]';
  if (isKind(self, 'array')) return '[object Array]';
  if (isCallable(self)) return '[object Function]';
  if (isPrimitive(self)) return `[object ${typeof self === 'bigint' ? 'BigInt' : Object(self).constructor.name}]`;
  return isKind(self, 'object') && !self.open ? '[object Object]' : unknown(l10n.t('the kind of something unknown'));
}
