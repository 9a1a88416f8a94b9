import ts from 'typescript';
import { isBuiltin } from '../builtins/index.ts';
import { summaryOf } from '../flow/summaries.ts';
import { libraryNamed } from '../libraries/index.ts';

/** A script shares what its top level declares with the other scripts of its page; a module keeps it to itself. */
export function isScript(source: ts.SourceFile): boolean {
  return !source.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
}

/** A module of Node. As a page's script it is one all the same. */
export function isCommonJs({ text }: ts.SourceFile): boolean {
  return /\brequire\s*\(|\bmodule\.exports\b/.test(text);
}

/** What a program's top level declares, and what it assigns without declaring it. */
export function sharedNames(source: ts.SourceFile): ReadonlySet<string> {
  const { assigned, declared, properties } = summaryOf(source);
  const names = new Set<string>();
  for (const name of assigned) if (!declared.has(name)) names.add(name);
  for (const { root, through, name } of properties) {
    const isGlobal = globalObjects.has(root) && through.length === 0;
    // What one script hangs on a library, another may use.
    if (name !== null && (isGlobal || libraryNamed(root) !== undefined)) names.add(name);
  }
  for (const statement of source.statements) addDeclared(statement, names);
  return names;
}

const globalObjects: ReadonlySet<string> = new Set(['window', 'self', 'globalThis', 'global']);

/** Whether a program mentions a name that its top level does not declare. */
export function mayBorrow(source: ts.SourceFile, name: string): boolean {
  return summaryOf(source).mentions.has(name) && !sharedNames(source).has(name);
}

/** Names that a program mentions and that nothing in it, nor the language, declares. */
export function undeclaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const { mentions, declared } = summaryOf(source);
  const own = sharedNames(source);
  return new Set([...mentions.keys()].filter((name) => !declared.has(name) && !own.has(name) && !isBuiltin(name)));
}

function addDeclared(statement: ts.Statement, names: Set<string>): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) addPattern(name, names);
  } else if (
    (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) &&
    statement.name
  ) {
    names.add(statement.name.text);
  } else if (ts.isModuleDeclaration(statement)) names.add(statement.name.text);
}

function addPattern(pattern: ts.BindingName, names: Set<string>): void {
  if (ts.isIdentifier(pattern)) names.add(pattern.text);
  else for (const element of pattern.elements) if (!ts.isOmittedExpression(element)) addPattern(element.name, names);
}
