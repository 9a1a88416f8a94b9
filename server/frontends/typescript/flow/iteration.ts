import * as l10n from '@vscode/l10n';
import { callValue, getMember, touch } from '../values/machine.ts';
import { truth } from '../values/numbers.ts';
import { findSlot } from '../values/prototypes.ts';
import { isRest, rest } from '../values/rest.ts';
import type { Unknown } from '../values/unknown.ts';
import type { CallSite, ObjectValue, Scope, Value, Visit } from '../values/values.ts';
import { array, isKind, unknown } from '../values/values.ts';
import { resume } from './generators.ts';

/** How many elements an iterator of the program may hand out before it counts as endless. */
const maxElements = 4096;

/** Thrown by who has seen enough elements. It passes through the iterator, whose `finally` blocks run. */
export class Enough {}

/** Why there may be more elements than `iterate` gives; null when there are not. */
export function openEnd(value: Value): Unknown | null {
  // Where the elements themselves say that there may be more, the end is not open.
  if (isKind(value, 'array')) return value.open && !value.elements.some(isRest) ? value.open : null;
  return isKind(value, 'map') || isKind(value, 'set') ? value.open : null;
}

/**
 * The elements that spread and array patterns see, as many as are asked for; null when they cannot be known. Those of
 * generators end with a rest where there may be more.
 */
export function iterate(value: Value, scope: Scope, limit = maxElements): Value[] | null {
  if (typeof value === 'string') return [...value];
  if (isKind(value, 'array')) return value.elements;
  if (isKind(value, 'set')) return [...value.elements];
  if (isKind(value, 'map')) return [...value.entries].map((entry) => array(entry));
  return collect(value, scope, limit);
}

/** Hands each element to `visit` when its turn comes; false when the elements cannot be known. */
export function visitEach(value: Value, scope: Scope, visit: Visit): boolean {
  if (isKind(value, 'generator')) resume(value, scope.frame.run, visit);
  else if (isKind(value, 'object')) return visitObject(value, scope, visit);
  else if (isKind(value, 'array')) {
    // The list may grow while it is walked.
    for (let index = 0; index < value.elements.length; index += 1) visit(value.elements[index]);
  } else if (isKind(value, 'map')) for (const entry of value.entries) visit(array(entry));
  else if (isKind(value, 'set')) for (const element of value.elements) visit(element);
  else if (typeof value === 'string') for (const character of value) visit(character);
  else return false;
  const end = openEnd(value);
  if (end) visit(rest(end));
  return true;
}

function collect(value: Value, scope: Scope, limit: number): Value[] | null {
  const { run } = scope.frame;
  const list = array([]);
  const enough = new Enough();
  const depth = run.branches.length;
  if (limit === 0) return [];
  try {
    const isKnown = visitEach(value, scope, (item) => {
      touch(run, list);
      list.elements.push(item);
      if (isRest(item)) list.open ??= item;
      if (list.elements.length < limit || run.branches.length > depth) return undefined;
      if (limit === maxElements) list.elements.push(rest(unknown(l10n.t('a list that goes on and on'))));
      throw enough;
    });
    if (!isKnown) return null;
  } catch (error) {
    if (error !== enough) throw error;
  }
  const end = openEnd(list);
  return end ? [...list.elements, rest(end)] : list.elements;
}

/** By `[Symbol.iterator]`, step by step. */
function visitObject(value: ObjectValue, scope: Scope, visit: Visit): boolean {
  const { module } = scope.frame;
  if (value.builtin !== undefined) return visitEach(value.builtin, scope, visit);
  const slot = findSlot(value, '@@iterator') ?? findSlot(value, '@@asyncIterator');
  if (!slot || !module) return false;
  const site = { node: module.source, scope };
  const iterator = callValue(slot.value, [], site, value);
  if (isKind(iterator, 'object') && findSlot(iterator, 'next')) {
    step(iterator, site, visit);
    return true;
  }
  return iterator !== value && visitEach(iterator, scope, visit);
}

function step(iterator: ObjectValue, site: CallSite, visit: Visit): void {
  const next = getMember(iterator, 'next', site);
  try {
    for (let count = 0; count < maxElements; count += 1) {
      const result = callValue(next, [], site, iterator);
      const done = truth(getMember(result, 'done', site));
      if (done) return;
      if (done === undefined) break;
      visit(getMember(result, 'value', site));
    }
  } catch (error) {
    const close = findSlot(iterator, 'return')?.value;
    if (error instanceof Enough && close !== undefined) callValue(close, [], site, iterator);
    throw error;
  }
  visit(rest(unknown(l10n.t('an iterator whose end is not known'))));
}
