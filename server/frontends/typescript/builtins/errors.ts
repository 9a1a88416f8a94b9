import { getMember } from '../values/machine.ts';
import { newPrototype } from '../values/prototypes.ts';
import type { CallSite, NativeFunction, ObjectValue, Value } from '../values/values.ts';
import { isKind, native, object } from '../values/values.ts';

/** The classes that extend `Error`. */
export const errorNames = [
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
] as const;

/** `Error`, or one of the classes that extend it: then `base` is the prototype of `Error`. */
export function errorClass(name: string, base: ObjectValue | null): NativeFunction {
  const prototype: ObjectValue = { ...object([], { prototype: base }), born: 0 };
  const type = native(name, (args, site) => createError(prototype, args, site), { prototype });
  for (const [key, slot] of newPrototype(type).properties) prototype.properties.set(key, slot);
  prototype.properties.set('name', { value: name, source: null, isHidden: true });
  return type;
}

function createError(prototype: ObjectValue, [message, options]: readonly Value[], site: CallSite): ObjectValue {
  const error = object([], { prototype });
  const hide = (key: string, value: Value) => error.properties.set(key, { value, source: null, isHidden: true });
  hide('message', message ?? '');
  hide('stack', '');
  if (isKind(options, 'object')) hide('cause', getMember(options, 'cause', site));
  return error;
}
