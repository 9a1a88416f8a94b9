import * as l10n from '@vscode/l10n';
import { isCallable } from '../values/callable.ts';
import { isTree } from '../values/extent.ts';
import { callValue, Thrown } from '../values/machine.ts';
import { findSlot, ownKeys } from '../values/prototypes.ts';
import type { CallSite, NativeFunction, Run, Value } from '../values/values.ts';
import { array, isKind, isStructured, native, object, unknown } from '../values/values.ts';

/** A value from JSON text; text that is none is unknown. */
export function fromJson(text: string): Value {
  try {
    return fromPlain(JSON.parse(text));
  } catch {
    return unknown(l10n.t('text that is not JSON'));
  }
}

function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return plain;
  if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean') return plain;
  if (Array.isArray(plain)) return array(plain.map(fromPlain));
  if (typeof plain !== 'object') return unknown(l10n.t('not a constant'));
  return object(Object.entries(plain).map(([key, value]) => [key, fromPlain(value)] as const));
}

/** What JSON makes of a value as plain data; null when a part is not known. */
function toPlain(value: Value, site: CallSite): { readonly plain: unknown } | null {
  if (!isStructured(value)) return typeof value === 'bigint' ? null : { plain: value };
  if (isKind(value, 'array')) {
    const items = value.elements.map((element) => toPlain(element, site));
    return value.open || items.includes(null) ? null : { plain: items.map((item) => item?.plain) };
  }
  if (isCallable(value) || isKind(value, 'symbol')) return { plain: undefined };
  if (isKind(value, 'map') || isKind(value, 'set')) return { plain: {} };
  if (!isKind(value, 'object') || value.open || value.layer || value.builtin !== undefined) return null;
  const own = findSlot(value, 'toJSON')?.value;
  if (isCallable(own)) return toPlain(callValue(own, [], site, value), site);
  const plain: Record<string, unknown> = {};
  for (const key of ownKeys(value)) {
    const slot = value.properties.get(key);
    const item = toPlain(slot?.get ? callValue(slot.get, [], site, value) : slot?.value, site);
    if (!item || slot?.mayBeMissing) return null;
    plain[key] = item.plain;
  }
  return { plain };
}

export const json = (): NativeFunction =>
  native('JSON', () => unknown(l10n.t('JSON is no function')), {
    isObject: true,
    members: {
      parse: native('parse', ([text, reviver], site) => parse(text, reviver, site)),
      stringify: native('stringify', (args, site) => stringify(args, site)),
    },
  });

function parse(text: Value, reviver: Value, site: CallSite): Value {
  if (typeof text !== 'string') return unknown(l10n.t('unknown JSON'));
  const parsed = fromJson(text);
  if (isKind(parsed, 'unknown')) throw new Thrown(unknown(l10n.t('text that is not JSON')));
  if (!isCallable(reviver)) return parsed;
  const revived = convert(JSON.parse, text, reviver, site);
  return revived ? fromPlain(revived.plain) : unknown(l10n.t('JSON changed by something unknown'));
}

function stringify([value, replacer, indent]: readonly Value[], site: CallSite): Value {
  if (!isTree(value, site.scope.frame.run)) return unknown(l10n.t('text of something very large'));
  const data = toPlain(value, site);
  const replaced = data && isCallable(replacer) ? convert(plainly, data.plain, replacer, site) : data;
  if (!replaced) return unknown(l10n.t('text of something unknown'));
  const keys = isKind(replacer, 'array') ? replacer.elements.map(String) : null;
  const space = typeof indent === 'number' || typeof indent === 'string' ? indent : undefined;
  return JSON.stringify(replaced.plain, keys, space);
}

function plainly(data: unknown, change: (key: string, value: unknown) => unknown): unknown {
  const text = JSON.stringify(data, change);
  return text === undefined ? undefined : JSON.parse(text);
}

/** JSON's own walk with a function of the program; null when that function's answers are not known. */
function convert<T>(
  walk: (data: T, change: (key: string, value: unknown) => unknown) => unknown,
  data: T,
  change: Value,
  site: CallSite,
): { readonly plain: unknown } | null {
  let isKnown = true;
  const plain = walk(data, (key, value) => {
    const item = toPlain(callValue(change, [key, fromPlain(value)], site), site);
    if (!item) isKnown = false;
    return item?.plain;
  });
  return isKnown ? { plain } : null;
}

/** A copy that shares nothing: `structuredClone`. */
export function deepCopy(value: Value, run: Run): Value {
  return isTree(value, run) ? copy(value) : unknown(l10n.t('a copy of something very large'));
}

function copy(value: Value): Value {
  if (isKind(value, 'array')) return array(value.elements.map(copy), value.open);
  if (!isKind(value, 'object') || value.layer) return value;
  const copied = object([], value.open ? { open: value.open } : {});
  for (const key of ownKeys(value)) {
    const slot = value.properties.get(key);
    copied.properties.set(key, {
      value: copy(slot?.value),
      source: null,
      ...(slot?.mayBeMissing && { mayBeMissing: true }),
    });
  }
  return copied;
}
