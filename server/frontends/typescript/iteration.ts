import type { Scope } from './machine.ts';
import { callValue, getMember } from './machine.ts';
import type { Unknown, Value } from './values.ts';
import { array, isKind, isRest } from './values.ts';

/** How many elements an iterator of the program may hand out before it counts as endless. */
const maxElements = 4096;

/** Why there may be more elements than `iterate` gives; null when there are not. */
export function openEnd(value: Value): Unknown | null {
  // Where the elements themselves say that there may be more, the end is not open.
  if (isKind(value, 'array')) return value.open && !value.elements.some(isRest) ? value.open : null;
  return isKind(value, 'map') || isKind(value, 'set') ? value.open : null;
}

/** The elements that `for…of`, spread and array patterns see; null when they cannot be known. */
export function iterate(value: Value, scope: Scope): Value[] | null {
  if (typeof value === 'string') return [...value];
  if (isKind(value, 'array')) return value.elements;
  if (isKind(value, 'set')) return [...value.elements];
  if (isKind(value, 'map')) return [...value.entries].map((entry) => array(entry));
  if (isKind(value, 'object'))
    return value.builtin === undefined ? iterateInstance(value, scope) : iterate(value.builtin, scope);
  return null;
}

/** Instances of the author's classes iterate by `[Symbol.iterator]`, which is kept under that very text. */
function iterateInstance(value: Value, scope: Scope): Value[] | null {
  const site = { node: scope.frame.module?.source ?? null, scope };
  if (!site.node) return null;
  const start = getMember(value, '@@iterator', { node: site.node, scope });
  if (!isKind(start, 'function')) return null;
  const iterator = callValue(start, [], { node: site.node, scope }, value);
  if (isKind(iterator, 'array')) return iterator.elements;
  const next = getMember(iterator, 'next', { node: site.node, scope });
  const elements: Value[] = [];
  while (elements.length < maxElements) {
    const result = callValue(next, [], { node: site.node, scope }, iterator);
    const done = getMember(result, 'done', { node: site.node, scope });
    if (done === true) return elements;
    if (done !== false && done !== undefined) return null;
    elements.push(getMember(result, 'value', { node: site.node, scope }));
  }
  return null;
}
