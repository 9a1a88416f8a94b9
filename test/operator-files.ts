import { basename } from 'node:path';
import ts from 'typescript';

/**
 * The file that each row of a table of operators comes from: of `conv1d: convolution(1)` the one that `convolution` is
 * imported from. Rows that are null have none.
 */
export function filesByOperator(source: string): ReadonlyMap<string, string> {
  const imported = new Map<string, string>();
  const files = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node, imported);
    const [name, value] = row(node);
    const file = value && imported.get(value.getText());
    if (name && file) files.set(name, file);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('index.ts', source, ts.ScriptTarget.Latest, true));
  return files;
}

function note({ importClause, moduleSpecifier }: ts.ImportDeclaration, imported: Map<string, string>): void {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(moduleSpecifier)) return;
  for (const { name } of bindings.elements) imported.set(name.text, basename(moduleSpecifier.text));
}

/** A row's name and the imported thing that it is made from. */
function row(node: ts.Node): readonly [string, ts.Expression] | readonly [] {
  if (ts.isShorthandPropertyAssignment(node)) return [node.name.text, node.name];
  if (!ts.isPropertyAssignment(node)) return [];
  const { initializer } = node;
  return [node.name.getText(), ts.isCallExpression(initializer) ? initializer.expression : initializer];
}
