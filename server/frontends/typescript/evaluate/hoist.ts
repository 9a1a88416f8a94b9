import ts from 'typescript';
import { bindImport, dynamicImport } from '../modules/modules.ts';
import { declare } from '../values/scope.ts';
import type { Scope } from '../values/values.ts';
import { createFunction } from './functions.ts';

/** What exists before the first statement runs: imports and functions, and the names that the statements declare. */
export function hoistAll(statements: readonly ts.Statement[], scope: Scope): void {
  scope.hides = declaredBy(statements);
  hoist(statements, scope);
}

/** What exists before the first statement runs: imports and functions. */
export function hoist(statements: readonly ts.Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
      bindImport(statement, scope);
    } else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly) {
      // `export … from` executes the other file as an import does.
      if (ts.isStringLiteralLike(statement.moduleSpecifier)) dynamicImport(statement.moduleSpecifier.text, scope);
    } else if (ts.isFunctionDeclaration(statement) && statement.body) {
      const name = statement.name?.text ?? 'default';
      declare(scope, name, createFunction(statement, scope, { name }));
    }
  }
}

/** The names of `let`, `const` and `class` among statements, collected once for a block that is executed often. */
function declaredBy(statements: readonly ts.Statement[]): ReadonlySet<string> {
  const known = declared.get(statements) ?? new Set(statements.flatMap(namesDeclaredBy));
  declared.set(statements, known);
  return known;
}

const declared = new WeakMap<readonly ts.Statement[], ReadonlySet<string>>();

function namesDeclaredBy(statement: ts.Statement): readonly string[] {
  if (ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  const { declarations, flags } = statement.declarationList;
  if ((flags & ts.NodeFlags.BlockScoped) === 0) return [];
  // A constant without a value is debris of a statement that is being typed, and hides nothing.
  return declarations.flatMap(({ name, initializer }) =>
    initializer || (flags & ts.NodeFlags.Const) === 0 ? namesIn(name) : [],
  );
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}
