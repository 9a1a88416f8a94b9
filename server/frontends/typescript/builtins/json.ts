import { ownKeys } from '../prototypes.ts';
import type { Value } from '../values.ts';
import { array, isKind, isStructured, native, object, unknown } from '../values.ts';

/** A value from JSON text; text that is none is unknown. */
export function fromJson(text: string): Value {
  try {
    return fromPlain(JSON.parse(text));
  } catch {
    return unknown('text that is not JSON');
  }
}

function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return plain;
  if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean') return plain;
  if (Array.isArray(plain)) return array(plain.map(fromPlain));
  if (typeof plain !== 'object') return unknown('not a constant');
  return object(Object.entries(plain).map(([key, value]) => [key, fromPlain(value)] as const));
}

/** Plain data again; null when a part is no data. */
function toPlain(value: Value): { readonly plain: unknown } | null {
  if (!isStructured(value)) return { plain: value };
  if (isKind(value, 'array')) {
    const items = value.elements.map(toPlain);
    return value.open || items.includes(null) ? null : { plain: items.map((item) => item?.plain) };
  }
  if (!isKind(value, 'object') || value.open) return null;
  const plain: Record<string, unknown> = {};
  for (const key of ownKeys(value)) {
    const item = toPlain(value.properties.get(key)?.value);
    if (!item) return null;
    plain[key] = item.plain;
  }
  return { plain };
}

export const json: Value = native('JSON', () => unknown('JSON is no function'), {
  members: {
    parse: native('parse', ([text]) => (typeof text === 'string' ? fromJson(text) : unknown('unknown JSON'))),
    stringify: native('stringify', ([value, , indent]) => {
      const data = toPlain(value);
      if (!data) return unknown('text of something unknown');
      return JSON.stringify(data.plain, null, typeof indent === 'number' ? indent : undefined);
    }),
  },
});
