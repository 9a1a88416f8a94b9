import type { SymbolValue } from '../values/leaf-values.ts';
import { symbolPrefix } from '../values/prototypes.ts';
import type { Value } from '../values/values.ts';
import { native, now } from '../values/values.ts';

const wellKnown = ['iterator', 'asyncIterator', 'hasInstance', 'toPrimitive', 'toStringTag', 'species', 'dispose'];

/** `Symbol`: keys that are equal to nothing but themselves. */
export const symbolFunction: Value = native('Symbol', ([text]) => symbol(text, `${symbolPrefix}${now()}`), {
  members: {
    ...Object.fromEntries(wellKnown.map((name) => [name, symbol(`Symbol.${name}`, symbolPrefix + name)])),
    for: native('for', ([text]) => shared(String(text))),
  },
});

function symbol(text: Value, key: string): SymbolValue {
  return { kind: 'symbol', key, description: typeof text === 'string' ? text : undefined };
}

const registry = new Map<string, SymbolValue>();

function shared(text: string): SymbolValue {
  const known = registry.get(text) ?? symbol(text, `${symbolPrefix}for ${text}`);
  registry.set(text, known);
  return known;
}
