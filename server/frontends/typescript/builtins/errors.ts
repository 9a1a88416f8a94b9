import { getMember } from '../values/machine.ts';
import { newPrototype } from '../values/prototypes.ts';
import type { CallSite, NativeFunction, ObjectValue, Value } from '../values/values.ts';
import { isKind, native, object } from '../values/values.ts';

const names = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'] as const;

const prototypes = new Map<string, ObjectValue>();

/** The classes of errors, by name. */
export const errorClasses: readonly (readonly [string, Value])[] = names.map((name) => [name, errorClass(name)]);

function errorClass(name: string): NativeFunction {
  const prototype = object([], { prototype: prototypes.get('Error') ?? null });
  const type = native(name, (args, site) => createError(name, args, site), { prototype });
  for (const [key, slot] of newPrototype(type).properties) prototype.properties.set(key, slot);
  prototype.properties.set('name', { value: name, source: null, isHidden: true });
  prototypes.set(name, prototype);
  return type;
}

function createError(name: string, [message, options]: readonly Value[], site: CallSite): ObjectValue {
  const error = object([], { prototype: prototypes.get(name) ?? null });
  const hide = (key: string, value: Value) => error.properties.set(key, { value, source: null, isHidden: true });
  hide('message', message ?? '');
  hide('stack', '');
  if (isKind(options, 'object')) hide('cause', getMember(options, 'cause', site));
  return error;
}
