import { addedMember, nativePrototype } from '../builtins/native-prototypes.ts';
import { iterate } from '../flow/iteration.ts';
import { callValue } from '../values/machine.ts';
import { prototypeOf } from '../values/prototypes.ts';
import type { CallSite, FunctionValue, NativeFunction, Slot, Value } from '../values/values.ts';
import { native } from '../values/values.ts';
import { parametersOf } from './functions.ts';

/** A property that the program has set on a function, its name, its prototype, or what every callable has. */
export function functionMember(target: FunctionValue, name: string, site: CallSite): Value {
  const slot = target.properties.get(name);
  if (slot) return readSlot(slot, target, site);
  switch (name) {
    case 'name':
      return target.name;
    case 'length':
      return countedParameters(target);
    case 'prototype':
      return prototypeOf(target);
    default: {
      const added = addedMember('Function', name, site.scope.frame.run);
      return added ? readSlot(added, target, site) : callableMember(target, target.name, name);
    }
  }
}

export function nativeMember(target: NativeFunction, name: string, site: CallSite): Value {
  const slot = target.properties?.get(name);
  if (slot) return readSlot(slot, target, site);
  const members = target.members ?? {};
  if (name === 'prototype') return target.prototype ?? nativePrototype(target);
  if (name === 'name') return target.name;
  return Object.hasOwn(members, name) ? members[name] : callableMember(target, target.name, name);
}

/** What reading a property gives: the value, or what its accessor answers. */
export function readSlot({ get, value }: Slot, self: Value, site: CallSite): Value {
  return get ? callValue(get, [], site, self) : value;
}

/** Parameters up to the first one that has a default or takes the rest. */
function countedParameters({ node }: FunctionValue): number {
  const parameters = parametersOf(node);
  const end = parameters.findIndex((parameter) => parameter.initializer ?? parameter.dotDotDotToken);
  return end < 0 ? parameters.length : end;
}

/** `f.call`, `f.apply`, `f.bind`. */
export function callableMember(target: Value, own: string, name: string): Value {
  switch (name) {
    case 'call':
      return native('call', ([self, ...args], site) => callValue(target, args, site, self));
    case 'apply':
      return native('apply', ([self, list], site) => callValue(target, iterate(list, site.scope) ?? [], site, self));
    case 'bind':
      return native('bind', ([self, ...first]) =>
        native(own, (args, site) => callValue(target, [...first, ...args], site, self)),
      );
    default:
      return undefined;
  }
}
