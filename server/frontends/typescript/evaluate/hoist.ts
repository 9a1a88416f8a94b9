import ts from 'typescript';
import { bindImport, dynamicImport } from '../modules/modules.ts';
import { declare } from '../values/scope.ts';
import type { Scope } from '../values/values.ts';
import { createFunction } from './functions.ts';

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
