import { eitherWay } from './branches.ts';
import { join } from './join.ts';
import { callValue } from './machine.ts';
import type { NativeFunction, Unknown, Value } from './values.ts';
import { array, isCallable, native, unknown } from './values.ts';

/** Methods that call their callback while they run, if there is anything to call it with. */
const iterators = new Set(['forEach', 'map', 'flatMap', 'filter', 'reduce', 'find', 'some', 'every']);

/** A member of a parameter keeps a name, so that `config.filters` can stand in a shape. */
export function unknownMember(target: Unknown, name: string): Value {
  if (iterators.has(name)) return iterator(target, name);
  if (target.symbol === null) return unknown(target.why);
  // A destructured parameter has no name of its own.
  if (target.symbol === '') return unknown(target.why, name);
  const isIndex = /^\d+$/.test(name);
  return unknown(target.why, isIndex ? `${target.symbol}[${name}]` : `${target.symbol}.${name}`);
}

/** `list.forEach(callback)` of a list nobody knows: the body is read once, as one that may not run. */
function iterator(target: Unknown, name: string): NativeFunction {
  return native(name, ([callback, initial], site) => {
    if (!isCallable(callback)) return unknown(target.why);
    const element = unknown(target.why, target.symbol === null ? null : `${target.symbol}[…]`);
    const isReduce = name === 'reduce';
    const args = isReduce ? [initial ?? unknown(target.why), element] : [element];
    const call = () => callValue(callback, [...args, unknown('an index of an unknown list'), target], site);
    const [result] = eitherWay<Value>(site.scope.frame.run, target.why, [call, () => undefined], () => true, true);
    if (name === 'map' || name === 'flatMap') return array([], unknown(target.why));
    return isReduce && initial !== undefined
      ? join(site.scope.frame.run, result, initial, target.why)
      : unknown(target.why);
  });
}
