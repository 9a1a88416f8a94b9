import { isComponent } from '../../modules/script.ts';
import { callValue } from '../../values/machine.ts';
import type { Module, ObjectValue, Value } from '../../values/values.ts';
import { isKind, isStructured, native, object, unknown } from '../../values/values.ts';

/**
 * Holders of state in components, as `vue` exports them and as Svelte's runes: what they are given comes out again. A
 * plain number or text in one is there to be changed by whoever uses the page.
 */
export function vueModule(): Value {
  const members = [...holders, ...passing, ['computed', computed]] as const;
  return object(members, { open: unknown("'vue' is not read") });
}

/** What a component may use without importing it; undefined for any other name. */
export function componentGlobal(name: string): Value {
  if (name === '$state')
    return native(name, ([value]) => held(value), { members: { raw: native('raw', ([value]) => held(value)) } });
  if (name === '$props' || name === 'defineProps')
    return native(name, () => unknown('a property of the component', ''));
  if (name === '$derived') return native(name, () => unknown('what it is derived from may change'));
  return [...holders, ...passing].find(([known]) => known === name)?.[1];
}

const ref = native('ref', ([value]) => object([['value', held(value)]]));
const computed = native('computed', () => object([['value', unknown('what it is computed from may change')]]));
const same = native('same', ([value]) => value);

const holders: readonly (readonly [string, Value])[] = [
  ['ref', ref],
  ['shallowRef', ref],
];

const passing: readonly (readonly [string, Value])[] = [
  'markRaw',
  'toRaw',
  'reactive',
  'shallowReactive',
  'defineComponent',
].map((name) => [name, same]);

function held(value: Value): Value {
  const isPlain = value !== undefined && value !== null && !isStructured(value);
  return isPlain ? unknown('the page may change it') : value;
}

/** The `this` of a component's methods, from the options that its file exports: methods, and what `data()` gives. */
export function componentInstance(module: Module): ObjectValue | undefined {
  const known = instances.get(module);
  if (known || !isComponent(module.uri)) return known;
  const { scope } = module;
  const site = { node: module.source, scope };
  const options = module.exports.get('default')?.();
  if (!isKind(options, 'object')) return undefined;
  const instance = object([], { open: unknown('a component has more than its options say') });
  instances.set(module, instance);
  const methods = options.properties.get('methods')?.value;
  if (isKind(methods, 'object')) for (const [name, slot] of methods.properties) instance.properties.set(name, slot);
  const data = options.properties.get('data')?.value;
  const state = isKind(data, 'function') ? callValue(data, [], site, instance) : undefined;
  if (isKind(state, 'object')) {
    for (const [name, { value }] of state.properties) {
      instance.properties.set(name, { value: held(value), source: null });
    }
  }
  return instance;
}

const instances = new WeakMap<Module, ObjectValue>();
