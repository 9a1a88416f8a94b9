import ts from 'typescript';

/**
 * Makes a program tell which of its functions and classes there are and which have run, so that those without
 * a call can be called. What is inserted stays on its line: no layer changes its place.
 */
export function instrument(path: string, text: string): string {
  const kind = /\.[cm]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const insertions: Insertion[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) insertions.push(...tellsThatItRuns(node, path));
    insertions.push(...registrations(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return insert(text, insertions);
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Goes before what else is inserted here. */
  readonly isEnd?: true;
}

const hook = 'globalThis.__convlens';

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody } {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** A function's place, its parameters, and `this`, from the beginning of its body. */
function tellsThatItRuns(
  node: ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody },
  path: string,
): Insertion[] {
  const { body } = node;
  const told = (self: string) => `${hook}.hit(${JSON.stringify(`${path}:${node.pos}`)},'${parametersOf(node)}'${self})`;
  if (!ts.isBlock(body)) {
    return [
      { at: body.getStart(), text: `(${told('')},` },
      { at: body.end, text: ')', isEnd: true },
    ];
  }
  const isDerived = ts.isConstructorDeclaration(node) && node.parent.heritageClauses !== undefined;
  const isMethod = ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
  const directives = body.statements.filter(
    (each) => ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression),
  );
  const at = directives.at(-1)?.end ?? body.getStart() + 1;
  return [{ at, text: `${told(isMethod && !isDerived ? ',this' : '')};` }];
}

/** One word per parameter: `d` has a default, `t` is applied to as a tensor, `s:name` is anything, `{a,b}` takes these keys. */
function parametersOf(node: ts.FunctionLikeDeclaration): string {
  const text = node.body?.getText() ?? '';
  const words = node.parameters.flatMap(({ name, initializer, dotDotDotToken }) => {
    if (name.getText() === 'this') return [];
    if (initializer || dotDotDotToken) return ['d'];
    if (ts.isIdentifier(name)) {
      const isApplied = new RegExp(`\\.apply\\(\\s*(\\[[^\\]]*)?\\b${name.text.replaceAll('$', '\\$')}\\b\\s*[,\\])]`);
      return [isApplied.test(text) ? 't' : `s:${name.text}`];
    }
    if (ts.isArrayBindingPattern(name)) return ['s'];
    const keys = name.elements.filter((element) => !element.initializer && !element.dotDotDotToken);
    return [`{${keys.map((element) => (element.propertyName ?? element.name).getText()).join(',')}}`];
  });
  const rank = /conv2d|2d\(/i.test(text) ? 3 : /lstm|gru|rnn|conv1d|1d\(/i.test(text) ? 2 : 1;
  return `${rank} ${words.join(' ')}`;
}

function registrations(node: ts.Node): Insertion[] {
  if (!hasStatements(node.parent)) return [];
  if (ts.isFunctionDeclaration(node) && node.name && node.body) {
    const start = node.parent.statements[0]?.getStart() ?? node.getStart();
    return [{ at: start, text: registration(node.name.text, node) }];
  }
  if (ts.isClassDeclaration(node) && node.name) return [{ at: node.end, text: registration(node.name.text, node) }];
  if (!ts.isVariableStatement(node)) return [];
  return node.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer && isWorthCalling(initializer)
      ? [{ at: node.end, text: `;${registration(name.text, initializer)}` }]
      : [],
  );
}

function isWorthCalling(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassExpression(node) ||
    ts.isObjectLiteralExpression(node)
  );
}

function registration(name: string, node: ts.Node): string {
  const buildsLayers = /layers|sequential|[mM]odel|\.apply\(/.test(node.getText());
  return `${hook}.register('${name}',()=>${name},${buildsLayers});`;
}

function hasStatements(node: ts.Node | undefined): node is ts.SourceFile | ts.Block {
  return node !== undefined && (ts.isSourceFile(node) || ts.isBlock(node));
}

function insert(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: added } of insertions.toSorted(
    (a, b) => a.at - b.at || Number(b.isEnd ?? 0) - Number(a.isEnd ?? 0),
  )) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}
