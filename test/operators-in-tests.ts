import ts from 'typescript';
import { isOperatorName, type OperatorName } from '../core/operators/index.ts';

/**
 * The operators that a test's source runs, as the tests of the engines write their cases: `run('slice', …)`,
 * `operator: 'slice'`, `['slice', …]`, `{ slice: … }`. Methods (`text.slice(1)`), titles and labels do not count.
 */
export function operatorsIn(source: string): ReadonlySet<OperatorName> {
  const found = new Set<OperatorName>();
  const visit = (node: ts.Node): void => {
    const named = ts.isStringLiteral(node) && namesCase(node) ? node.text : tableKey(node);
    if (named !== null && isOperatorName(named)) found.add(named);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

function namesCase(text: ts.StringLiteral): boolean {
  const { parent } = text;
  if (ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === 'operator';
  const isTitled = ts.isCallExpression(parent) && /^(test|it|describe)\b/.test(parent.expression.getText());
  return ts.isCallExpression(parent) && parent.arguments[0] === text && !isTitled;
}

function tableKey(node: ts.Node): string | null {
  return ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? node.name.text : null;
}
