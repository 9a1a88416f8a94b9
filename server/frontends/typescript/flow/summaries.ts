import ts from 'typescript';

/** What a piece of a program mentions and may change, by name, read from its syntax alone. */
export interface Summary {
  readonly mentions: Map<string, number>;
  /** Variables that it declares, parameters included. */
  readonly declared: Set<string>;
  /** Variables that it assigns. */
  readonly assigned: Set<string>;
  /** Properties that it assigns. */
  readonly properties: AssignedProperty[];
  /** Variables whose value it changes by a method. */
  readonly filled: Set<string>;
  /** Names of properties that it takes out of objects, in whatever way. */
  readonly taken: Set<string>;
  /** Names of what it calls. */
  readonly called: Set<string>;
  /** What it imports when it runs, `import('…')` or `require('…')`. */
  readonly loaded: Set<string>;
}

/** `root.through.name = …`; the root is a variable or `this`, and a name that is computed is null. */
export interface AssignedProperty {
  readonly root: string;
  readonly through: readonly (string | null)[];
  readonly name: string | null;
}

/** Statements that an edit has not touched stay the same nodes, so that their summaries are still true. */
const cache = new WeakMap<ts.Node, Summary>();

export function summaryOf(node: ts.Node): Summary {
  const known = cache.get(node);
  if (known) return known;
  const summary: Summary = {
    mentions: new Map(),
    declared: new Set(),
    assigned: new Set(),
    properties: [],
    filled: new Set(),
    taken: new Set(),
    called: new Set(),
    loaded: new Set(),
  };
  ts.forEachChild(node, (child) => visit(child, summary));
  if (!ts.isSourceFile(node)) cache.set(node, summary);
  return summary;
}

function visit(node: ts.Node, into: Summary): void {
  if (isWorthKeeping(node)) {
    merge(summaryOf(node), into);
    return;
  }
  noteTaken(node, into.taken);
  if (ts.isIdentifier(node)) into.mentions.set(node.text, (into.mentions.get(node.text) ?? 0) + 1);
  else if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
    if (ts.isIdentifier(node.name)) into.declared.add(node.name.text);
  } else note(node, into);
  if (!ts.isExportSpecifier(node) && !ts.isTypeNode(node)) ts.forEachChild(node, (child) => visit(child, into));
}

/** Statements are what incremental parsing keeps. */
function isWorthKeeping(node: ts.Node): boolean {
  return ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isFunctionDeclaration(node);
}

function merge(from: Summary, into: Summary): void {
  from.mentions.forEach((count, name) => {
    into.mentions.set(name, (into.mentions.get(name) ?? 0) + count);
  });
  addAll(from.declared, into.declared);
  addAll(from.assigned, into.assigned);
  addAll(from.filled, into.filled);
  addAll(from.taken, into.taken);
  addAll(from.called, into.called);
  addAll(from.loaded, into.loaded);
  for (const property of from.properties) into.properties.push(property);
}

/** Most statements have little to add, and there are many. */
function addAll(from: ReadonlySet<string>, into: Set<string>): void {
  if (from.size > 0) for (const name of from) into.add(name);
}

const changing = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['add', 'set', 'delete', 'clear'],
]);

function note(node: ts.Node, into: Summary): void {
  if (ts.isBinaryExpression(node)) {
    if (isAssignment(node.operatorToken.kind)) noteTarget(node.left, into);
  } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (isUpdate(node.operator)) noteTarget(node.operand, into);
  } else if (ts.isCallExpression(node)) {
    noteCall(node.expression, into);
    noteImport(node, into);
  }
}

function noteImport({ expression, arguments: [specifier] }: ts.CallExpression, into: Summary): void {
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
  if ((isImport || isRequire) && specifier && ts.isStringLiteralLike(specifier)) into.loaded.add(specifier.text);
}

function noteTaken(node: ts.Node, into: Set<string>): void {
  if (ts.isPropertyAccessExpression(node)) into.add(node.name.text);
  else if (ts.isElementAccessExpression(node)) noteKey(node.argumentExpression, into);
  else if (ts.isBindingElement(node)) noteKey(node.propertyName ?? node.name, into);
}

function noteKey(key: ts.Node, into: Set<string>): void {
  if (ts.isIdentifier(key) || ts.isStringLiteralLike(key)) into.add(key.text);
}

function noteCall(callee: ts.Expression, into: Summary): void {
  if (ts.isIdentifier(callee)) into.called.add(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return;
  into.called.add(callee.name.text);
  if (!changing.has(callee.name.text)) return;
  const receiver = callee.expression;
  if (ts.isIdentifier(receiver)) into.filled.add(receiver.text);
  else if (ts.isPropertyAccessExpression(receiver)) noteTarget(receiver, into);
}

function noteTarget(target: ts.Node, into: Summary): void {
  if (ts.isIdentifier(target)) into.assigned.add(target.text);
  else if (ts.isPropertyAccessExpression(target)) noteProperty(target.expression, target.name.text, into);
  else if (ts.isElementAccessExpression(target)) {
    noteProperty(target.expression, writtenKey(target), into);
  } else if (ts.isShorthandPropertyAssignment(target)) noteTarget(target.name, into);
  else if (ts.isPropertyAssignment(target)) noteTarget(target.initializer, into);
  else if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target)) {
    ts.forEachChild(target, (part) => noteTarget(part, into));
  }
}

function noteProperty(owner: ts.Expression, name: string | null, into: Summary): void {
  const through: (string | null)[] = [];
  let inner = owner;
  for (;;) {
    if (ts.isPropertyAccessExpression(inner)) through.unshift(inner.name.text);
    else if (ts.isElementAccessExpression(inner)) through.unshift(writtenKey(inner));
    else if (!ts.isNonNullExpression(inner)) break;
    inner = inner.expression;
  }
  const isThis = inner.kind === ts.SyntaxKind.ThisKeyword;
  if (ts.isIdentifier(inner)) into.properties.push({ root: inner.text, through, name });
  else if (isThis) into.properties.push({ root: 'this', through, name });
}

function writtenKey({ argumentExpression }: ts.ElementAccessExpression): string | null {
  return ts.isStringLiteralLike(argumentExpression) ? argumentExpression.text : null;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isUpdate(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
