import * as l10n from '@vscode/l10n';
import { isComponent } from '../../../program-files.ts';
import { callValue } from '../../values/machine.ts';
import type { Module, ObjectValue } from '../../values/values.ts';
import { isKind, object, unknown } from '../../values/values.ts';
import { held } from './holders.ts';

/** The `this` of a component's methods, from the options that its file exports: methods, and what `data()` gives. */
export function componentInstance(module: Module): ObjectValue | undefined {
  const known = instances.get(module);
  if (known || !isComponent(module.uri)) return known;
  const { scope } = module;
  const site = { node: module.source, scope };
  const options = module.exports.get('default')?.();
  if (!isKind(options, 'object')) return undefined;
  const instance = object([], { open: unknown(l10n.t('a component has more than its options say')) });
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
