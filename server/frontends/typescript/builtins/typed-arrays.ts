import * as l10n from '@vscode/l10n';
import { iterate, openEnd } from '../flow/iteration.ts';
import { forget } from '../flow/lists.ts';
import type { TypedName } from '../values/leaf-values.ts';
import { touch } from '../values/machine.ts';
import { isPrimitive } from '../values/numbers.ts';
import type { ArrayValue, CallSite, NativeFunction, Value } from '../values/values.ts';
import { array, isKind, native, unknown } from '../values/values.ts';
import type { Method } from './arrays.ts';

const types = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
} as const satisfies Readonly<Record<TypedName, unknown>>;

/** The names of their classes. */
export const typedNames: readonly TypedName[] = Object.keys(types).filter(isTypedName);

function isTypedName(name: string): name is TypedName {
  return Object.hasOwn(types, name);
}

/** Longer ones are not written down element by element. */
const longest = 100_000;

/** Typed arrays: lists of numbers of one kind and of fixed length. */
export function typedArrayClass(name: TypedName): NativeFunction {
  const { BYTES_PER_ELEMENT } = types[name];
  return native(name, () => unknown(l10n.t('{0} is called without new', name)), {
    construct: ([source], site) => create(name, source, site),
    hasInstance: (value) => isKind(value, 'array') && value.typed === name,
    members: {
      BYTES_PER_ELEMENT,
      from: native('from', ([source], site) => create(name, source, site)),
      of: native('of', (args, site) => create(name, array([...args]), site)),
    },
  });
}

function create(name: TypedName, source: Value, site: CallSite): ArrayValue {
  if (source === undefined) return { ...array([]), typed: name };
  if (typeof source === 'number' && source >= 0 && source <= longest) {
    site.scope.frame.run.work.spend(source);
    return { ...array(new Array<Value>(Math.trunc(source)).fill(0)), typed: name };
  }
  const elements = typeof source === 'number' ? null : iterate(source, site.scope);
  site.scope.frame.run.work.spend((elements?.length ?? 0) * unitsPerStored);
  const open = isKind(source, 'array') ? source.open : null;
  if (typeof source === 'number' && Number.isInteger(source)) {
    return { ...array([], unknown(l10n.t('a very long list'))), typed: name, fixedLength: source };
  }
  return elements
    ? {
        ...array(
          elements.map((element) => stored(name, element)),
          open,
        ),
        typed: name,
      }
    : { ...array([], unknown(l10n.t('a list of unknown length'))), typed: name };
}

/** Methods that only typed arrays have. */
export const typedMethods: Readonly<Record<string, Method<ArrayValue>>> = {
  set: (self, [source, offset = 0], site) => {
    const items = iterate(source, site.scope);
    const { typed } = self;
    if (!typed || !items || openEnd(source) || typeof offset !== 'number')
      return forget(self, l10n.t('set somewhere'), site);
    touch(site.scope.frame.run, self);
    site.scope.frame.run.work.spend(items.length * unitsPerStored);
    for (const [at, item] of items.entries()) {
      if (offset + at < self.elements.length) self.elements[offset + at] = stored(typed, item);
    }
    return undefined;
  },
};

/** Each value takes a typed array of its own to be cut to its kind. */
const unitsPerStored = 4;

/** What an array of that kind keeps of a value. */
export function stored(name: TypedName, value: Value): Value {
  if (!isPrimitive(value) || typeof value === 'bigint')
    return isKind(value, 'unknown') ? value : unknown(l10n.t('a number'));
  const [kept] = new types[name]([Number(value)]);
  return kept;
}

export function bytesOf({ typed, elements, open }: ArrayValue): Value {
  if (!typed) return undefined;
  return open ? unknown(open.why) : elements.length * types[typed].BYTES_PER_ELEMENT;
}
