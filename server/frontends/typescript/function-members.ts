import { iterate } from './iteration.ts';
import { callValue } from './machine.ts';
import type { CallSite, FunctionValue, Value } from './values.ts';
import { native, object } from './values.ts';

/** `f.call`, `f.apply`, `f.bind`, and whatever the program hangs on a function. */
export function functionMember(target: FunctionValue, name: string, _site: CallSite): Value {
  const slot = target.properties.get(name);
  if (slot) return slot.value;
  switch (name) {
    case 'name':
      return target.name;
    case 'length':
      return target.node.parameters.length;
    case 'call':
      return native('call', ([self, ...args], site) => callValue(target, args, site, self));
    case 'apply':
      return native('apply', ([self, list], site) => callValue(target, iterate(list, site.scope) ?? [], site, self));
    case 'bind':
      return native('bind', ([self, ...first]) =>
        native(target.name, (args, site) => callValue(target, [...first, ...args], site, self)),
      );
    case 'prototype': {
      const prototype = object();
      target.properties.set('prototype', { value: prototype, source: null });
      return prototype;
    }
    default:
      return undefined;
  }
}
