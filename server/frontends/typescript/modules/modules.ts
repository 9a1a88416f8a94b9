import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import { fromJson } from '../builtins/json.ts';
import { importedLibrary } from '../libraries/index.ts';
import { evaluate, getMember } from '../values/machine.ts';
import { declare, lookup, rootScope } from '../values/scope.ts';
import type { Frame, Module, Run, Scope, Value } from '../values/values.ts';
import { isKind, now, object, unknown } from '../values/values.ts';
import { resolveImport } from './resolve.ts';
import type { Script } from './script.ts';

/** A program that has not been executed yet. Scripts have no top level of their own: they share one. */
export function createModule({ uri, source, isModule }: Script, run: Run): Module {
  const commonJs = object([['exports', object()]]);
  const frame: Frame = {
    run,
    module: null,
    self: undefined,
    home: null,
    function: null,
    args: [],
    target: undefined,
    maybeReturned: [],
    onYield: null,
    mayHaveLeft: null,
  };
  const scope = rootScope(frame, isModule ? new Map() : run.globals);
  const module: Module = { uri, source, scope, exports: new Map(), commonJs };
  Object.assign(frame, { module });
  collectExports(module);
  return module;
}

/** What an import of this specifier stands for. */
function importModule(specifier: string, scope: Scope): Value {
  const { run, module } = scope.frame;
  const library = importedLibrary(specifier);
  if (library) return library.module();
  const resolved = module && resolveImport(specifier, module.uri, run);
  if (!resolved) return unknown(l10n.t("'{0}' is not read", specifier));
  if (resolved.uri.endsWith('.json')) return fromJson(resolved.text);
  const loaded = run.machine.load(resolved.uri, run);
  return loaded ? { kind: 'module', module: loaded } : unknown(l10n.t("'{0}' is not read", specifier));
}

/** `import('…')`: its promise is its value. */
export function dynamicImport(specifier: Value, scope: Scope): Value {
  return typeof specifier === 'string'
    ? importModule(specifier, scope)
    : unknown(l10n.t('an import of an unknown file'));
}

/** `require('…')`: what `module.exports` is, or the module's exports. */
export function requireModule(specifier: Value, scope: Scope): Value {
  const value = dynamicImport(specifier, scope);
  if (!isKind(value, 'module')) return value;
  return commonJsExports(value.module) ?? value;
}

/** An export by name. Values are looked up when used, so that modules may import each other. */
export function moduleMember(module: Module, name: string, scope: Scope): Value {
  const exported = module.exports.get(name);
  if (exported) return exported();
  const common = commonJsExports(module);
  if (common === null) return unknown(l10n.t("'{0}' is not exported", name));
  if (name === 'default') return common;
  return getMember(common, name, { node: module.source, scope });
}

function commonJsExports(module: Module): Value {
  const value = isKind(module.commonJs, 'object') ? module.commonJs.properties.get('exports')?.value : null;
  const isUnused = isKind(value, 'object') && value.properties.size === 0;
  return isUnused ? null : (value ?? null);
}

export function bindImport(node: ts.ImportDeclaration | ts.ImportEqualsDeclaration, scope: Scope): void {
  if (ts.isImportEqualsDeclaration(node)) {
    const reference = node.moduleReference;
    const isRequire = ts.isExternalModuleReference(reference) && ts.isStringLiteralLike(reference.expression);
    if (isRequire) declare(scope, node.name.text, requireModule(reference.expression.text, scope));
    else if (ts.isIdentifier(reference)) declare(scope, node.name.text, evaluate(reference, scope));
    return;
  }
  const clause = node.importClause;
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || !ts.isStringLiteralLike(node.moduleSpecifier)) return;
  const value = importModule(node.moduleSpecifier.text, scope);
  // `import './setup'` is executed all the same.
  if (!clause) return;
  if (clause.name) bindLive(scope, clause.name.text, () => memberOf(value, 'default', scope));
  const named = clause.namedBindings;
  if (named && ts.isNamespaceImport(named)) declare(scope, named.name.text, value);
  else if (named) {
    for (const element of named.elements) {
      const name = (element.propertyName ?? element.name).text;
      bindLive(scope, element.name.text, () => memberOf(value, name, scope));
    }
  }
}

function memberOf(value: Value, name: string, scope: Scope): Value {
  if (isKind(value, 'module')) return moduleMember(value.module, name, scope);
  const source = scope.frame.module?.source;
  if (isKind(value, 'unknown')) return unknown(value.why, name === 'default' ? null : name);
  if (name === 'default' && isKind(value, 'object')) return value;
  return source ? getMember(value, name, { node: source, scope }) : unknown(l10n.t('no module'));
}

/** A variable that is looked up in the other module whenever it is read. */
function bindLive(scope: Scope, name: string, read: () => Value): void {
  scope.variables.set(name, {
    kind: 'binding',
    born: now(),
    get value() {
      return read();
    },
    set value(_) {
      // Imports are constants.
    },
  });
}

/** Exports that declarations announce; they are read from the module's scope when asked for. */
function collectExports(module: Module): void {
  const fromScope = (local: string) => () => lookup(module.scope, local)?.value;
  for (const statement of module.source.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    for (const name of declaredNames(statement)) {
      module.exports.set(isDefault ? 'default' : name, fromScope(name));
    }
  }
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) => namesOf(declaration.name));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    return [statement.name?.text ?? 'default'];
  }
  return ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement) ? [statement.name.text] : [];
}

function namesOf(pattern: ts.BindingName): string[] {
  if (ts.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

/** `export default …`, `export {…}`, `export {…} from '…'`, `export * from '…'`. */
export function bindExport(node: ts.ExportAssignment | ts.ExportDeclaration, scope: Scope): void {
  const { module } = scope.frame;
  if (!module) return;
  if (ts.isExportAssignment(node)) {
    const value = evaluate(node.expression, scope);
    if (node.isExportEquals && isKind(module.commonJs, 'object')) {
      module.commonJs.properties.set('exports', { value, source: null });
    }
    module.exports.set('default', () => value);
    return;
  }
  const specifier = node.moduleSpecifier;
  const from = specifier && ts.isStringLiteralLike(specifier) ? importModule(specifier.text, scope) : null;
  const clause = node.exportClause;
  if (clause && ts.isNamespaceExport(clause)) module.exports.set(clause.name.text, () => from);
  else if (clause) {
    for (const element of clause.elements) {
      const local = (element.propertyName ?? element.name).text;
      const read = from === null ? () => lookup(scope, local)?.value : () => memberOf(from, local, scope);
      module.exports.set(element.name.text, read);
    }
  } else if (isKind(from, 'module')) {
    for (const [name, read] of from.module.exports) {
      // The module's own exports come before those that it passes on.
      if (name !== 'default' && !module.exports.has(name)) module.exports.set(name, read);
    }
  }
}
