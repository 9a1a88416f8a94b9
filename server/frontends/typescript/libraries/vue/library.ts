import * as l10n from '@vscode/l10n';
import { isComponent } from '../../../program-files.ts';
import type { Value } from '../../values/values.ts';
import { native, object, unknown } from '../../values/values.ts';
import type { Library } from '../library.ts';
import { componentInstance } from './component-instance.ts';
import { held, holders } from './holders.ts';

/** State of components, as the package `vue` exports it and as Vue's macros and Svelte's runes have it. */
export const vue: Library = {
  specifier: /^vue$/,
  module: () => object([...holders, ['computed', computed()]], { open: unknown(l10n.t("'vue' is not read")) }),
  globals: new Map([
    ...holders.map(([name, value]) => [name, () => value] as const),
    ['$state', state],
    ['$derived', () => native('$derived', () => unknown(l10n.t('what it is derived from may change')))],
    ['$props', properties],
    ['defineProps', properties],
  ]),
  isGlobalIn: isComponent,
  self: componentInstance,
  script: null,
  traces: null,
};

function computed(): Value {
  return native('computed', () => object([['value', unknown(l10n.t('what it is computed from may change'))]]));
}

function state(): Value {
  const raw = native('raw', ([value]) => held(value));
  return native('$state', ([value]) => held(value), { members: { raw } });
}

function properties(): Value {
  return native('defineProps', () => unknown(l10n.t('a property of the component'), ''));
}
