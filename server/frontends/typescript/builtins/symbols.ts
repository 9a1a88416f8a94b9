import type { SymbolValue } from '../values/leaf-values.ts';
import { symbolPrefix } from '../values/prototypes.ts';
import type { NativeFunction, Value } from '../values/values.ts';
import { native, now } from '../values/values.ts';

const wellKnown = ['iterator', 'asyncIterator', 'hasInstance', 'toPrimitive', 'toStringTag', 'species', 'dispose'];

/** `Symbol`: keys that are equal to nothing but themselves. */
export function symbolFunction(): NativeFunction {
  const registry = new Map<string, SymbolValue>();
  return native('Symbol', ([text]) => symbol(text, `${symbolPrefix}${now()}`), {
    members: {
      ...Object.fromEntries(wellKnown.map((name) => [name, symbol(`Symbol.${name}`, symbolPrefix + name)])),
      for: native('for', ([text]) => registered(String(text), registry)),
    },
  });
}

function symbol(text: Value, key: string): SymbolValue {
  return { kind: 'symbol', key, description: typeof text === 'string' ? text : undefined };
}

/** The same text is the same symbol in all files of a program. */
function registered(text: string, registry: Map<string, SymbolValue>): SymbolValue {
  const known = registry.get(text) ?? symbol(text, `${symbolPrefix}for ${text}`);
  registry.set(text, known);
  return known;
}
