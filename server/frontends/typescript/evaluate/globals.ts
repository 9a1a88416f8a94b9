import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import { builtin } from '../builtins/index.ts';
import { libraryGlobal, libraryNamed } from '../libraries/index.ts';
import { requireModule } from '../modules/modules.ts';
import { importScripts } from '../scripts/import-scripts.ts';
import { lookup } from '../values/scope.ts';
import type { Unknown } from '../values/unknown.ts';
import type { Scope, Value } from '../values/values.ts';
import { array, isKind, native, unknown } from '../values/values.ts';

/** What a name stands for: a variable, something of the language, the module or a library, or something unknown. */
export function identifierValue(node: ts.Identifier, scope: Scope): Value {
  const binding = lookup(scope, node.text);
  if (!binding) return globalValue(node.text, scope);
  const { value } = binding;
  return isKind(value, 'unknown') && !value.isUndeclared ? (libraryNamed(node.text) ?? value) : value;
}

export function globalValue(name: string, scope: Scope): Value {
  switch (name) {
    case 'undefined':
      return undefined;
    case 'arguments':
      return array([...scope.frame.args]);
    case 'require':
      return native('require', (args) => requireModule(args[0], scope));
    case 'importScripts':
      return native('importScripts', (args) => importScripts(args, scope));
    case 'module':
      return scope.frame.module?.commonJs;
    case 'exports': {
      const common = scope.frame.module?.commonJs;
      return isKind(common, 'object') ? common.properties.get('exports')?.value : undefined;
    }
    case 'globalThis':
    case 'window':
    case 'self':
    case 'global':
      return { kind: 'global' };
    default:
  }
  const known = builtin(name, scope.frame.run);
  if (known !== undefined) return known;
  const offered = libraryGlobal(name, scope.frame.module?.uri ?? '');
  if (offered) return offered();
  if (name === '') return unknown(l10n.t('a name is missing'));
  return undeclared(name, scope);
}

/** The same name is the same thing, wherever it is read. */
function undeclared(name: string, { frame: { run } }: Scope): Unknown {
  const value = run.undeclared.get(name) ?? unknown(l10n.t('{0} is not defined here', name), name);
  run.undeclared.set(name, value);
  return value;
}
