import * as l10n from '@vscode/l10n';
import { isTree, longestText } from './extent.ts';
import { callValue } from './machine.ts';
import { isPrimitive, toText } from './numbers.ts';
import { findSlot, symbolPrefix } from './prototypes.ts';
import type { CallSite, ObjectValue, Value } from './values.ts';
import { isKind, isStructured, unknown } from './values.ts';

export type Hint = 'string' | 'number' | 'default';

/** What an object is where a number or a text is wanted: by its own methods, as JavaScript does it. */
export function toPrimitive(value: Value, hint: Hint, site: CallSite): Value {
  if (!isStructured(value)) return value;
  switch (value.kind) {
    case 'array':
      if (!isTree(value, site.scope.frame.run)) return unknown(l10n.t('a list that is too large'));
      return value.open
        ? unknown(value.open.why)
        : (textOfList(value.elements, ',', site) ?? unknown(l10n.t('a list')));
    case 'object':
      return value.open || value.layer || value.builtin !== undefined
        ? unknown(l10n.t('an object of which not all is known'))
        : fromObject(value, hint, site);
    case 'regexp':
      return `/${value.source}/${value.flags}`;
    default:
      return value;
  }
}

function fromObject(value: ObjectValue, hint: Hint, site: CallSite): Value {
  const exact = findSlot(value, `${symbolPrefix}toPrimitive`)?.value;
  if (exact !== undefined) return callValue(exact, [hint], site, value);
  const order = hint === 'string' ? ['toString', 'valueOf'] : ['valueOf', 'toString'];
  for (const name of order) {
    const method = findSlot(value, name)?.value;
    const result = isKind(method, 'function') ? callValue(method, [], site, value) : value;
    if (isPrimitive(result) || !isKind(result, 'object')) return result;
  }
  const [name, message] = ['name', 'message'].map((key) => findSlot(value, key)?.value);
  const isError = value.properties.has('stack') && typeof name === 'string' && typeof message === 'string';
  return isError ? `${name}: ${message}` : '[object Object]';
}

/** Any value as text; null when it is not known. */
export function textOf(value: Value, site: CallSite): string | null {
  return toText(toPrimitive(value, 'string', site));
}

/** `list.join(separator)`. */
export function textOfList(elements: readonly Value[], separator: string, site: CallSite): string | null {
  const texts = Array.from(elements, (element) =>
    element === undefined || element === null ? '' : textOf(element, site),
  );
  if (texts.includes(null) || texts.length * separator.length > longestText) return null;
  return texts.join(separator);
}

/** Any value as a number, or what stands for one. */
export function toNumber(value: Value, site: CallSite): Value {
  const plain = toPrimitive(value, 'number', site);
  if (isPrimitive(plain)) return typeof plain === 'bigint' ? plain : Number(plain);
  return isKind(plain, 'number') || isKind(plain, 'unknown') ? plain : unknown(l10n.t('not a number'));
}
