import { isPrimitive } from '../values/numbers.ts';
import type { CallSite, ObjectValue, Value } from '../values/values.ts';
import { isCallable, isKind, native, object, unknown } from '../values/values.ts';
import { arrayFrom, arrayMethods } from './arrays.ts';
import { objectMethods } from './objects.ts';
import { stringMethods } from './strings.ts';

/** `Array.prototype` and its kin: methods that are borrowed by `call` and `apply`. */
export function nativePrototype(name: string): ObjectValue | undefined {
  switch (name) {
    case 'Array':
      return borrowed(arrayMethods, (self, site) => {
        const list = isKind(self, 'array') ? self : arrayFrom([self], site);
        return isKind(list, 'array') ? list : null;
      });
    case 'String':
      return borrowed(stringMethods, (self) => (typeof self === 'string' ? self : null));
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
        return fitting === null ? unknown('a method of something else') : method(fitting, args, site);
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
  return isKind(self, 'object') && !self.open ? '[object Object]' : unknown('the kind of something unknown');
}
