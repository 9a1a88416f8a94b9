import ts from 'typescript';
import type { CallSite, LayerValue, Scope } from '../../values/values.ts';

/**
 * Whether a model is the one that the program will have there. While a function is tried that nothing calls, a variable
 * holds the model that it was given last; where it is given several, another one may be in it by then.
 */
export function isCertainModel(layer: LayerValue, { node, scope }: CallSite): boolean {
  const { guess } = scope.frame.run;
  if (guess === null || layer.born >= guess) return true;
  const receiver = receiverName(node);
  // A variable of a function holds what another one does, by which the model is known.
  const name = receiver !== null && isLocal(receiver, scope) ? (layer.model?.name ?? null) : receiver;
  const source = scope.frame.module?.source;
  return name !== null && source !== undefined && (assignmentsOf(source).get(name) ?? 0) < 2;
}

/** `model` in `model.fit(…)` and in `this.model.fit(…)`. */
function receiverName(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  let receiver: ts.Expression = node.expression.expression;
  while (ts.isNonNullExpression(receiver) || ts.isParenthesizedExpression(receiver) || ts.isAsExpression(receiver)) {
    receiver = receiver.expression;
  }
  if (ts.isPropertyAccessExpression(receiver)) return receiver.name.text;
  return ts.isIdentifier(receiver) ? receiver.text : null;
}

function isLocal(name: string, scope: Scope): boolean {
  for (let own: Scope | null = scope; own?.frame.function; own = own.parent) if (own.variables.has(name)) return true;
  return false;
}

const counted = new WeakMap<ts.SourceFile, ReadonlyMap<string, number>>();

/** How often a file gives a value to variables and properties of each name. */
function assignmentsOf(source: ts.SourceFile): ReadonlyMap<string, number> {
  const known = counted.get(source);
  if (known) return known;
  const counts = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    const name = assignedName(node);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  counted.set(source, counts);
  return counts;
}

function assignedName(node: ts.Node): string | null {
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) {
    return node.initializer && !isNothing(node.initializer) ? nameOf(node.name) : null;
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  if (isNothing(node.right)) return null;
  return ts.isPropertyAccessExpression(node.left) ? node.left.name.text : nameOf(node.left);
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

function nameOf(node: ts.Node): string | null {
  return ts.isIdentifier(node) ? node.text : null;
}
