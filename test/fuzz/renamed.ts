import ts from 'typescript';
import { withInsertions } from './with-insertions.ts';

/** What is put behind the names of local variables. */
export const renamedBy = '_0r';

/** Whether a text is a program without errors of syntax. */
export function isProgram(uri: string, text: string): boolean {
  return programOf(uri, text).getSyntacticDiagnostics().length === 0;
}

/** The program with every local variable and parameter under another name; what others or the runtime see keeps its own. */
export function renamed(uri: string, text: string): string {
  // Such code finds variables by texts.
  if (/\beval\b|\bwith\s*\(|\bFunction\(|\btoString\b/.test(text)) return text;
  const program = programOf(uri, text);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(fileOf(uri))!;
  const fixed = fixedNames(source);
  const insertions = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isIdentifier(node)) return;
    const symbol = variableOf(node, checker);
    if (!symbol || !isLocal(symbol, source) || fixed.has(symbol.name)) return;
    insertions.set(node.end, renamedBy);
    if (isShorthand(node)) insertions.set(node.getStart(source), `${node.text}: `);
  };
  visit(source);
  return withInsertions(text, insertions);
}

function variableOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  const isProperty =
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node);
  return isProperty ? undefined : checker.getSymbolAtLocation(node);
}

/** `{ size }` says the property's name and the variable's in one word. */
function isShorthand({ parent }: ts.Identifier): boolean {
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.parent) &&
    !parent.propertyName &&
    !parent.dotDotDotToken
  );
}

function isLocal({ declarations }: ts.Symbol, source: ts.SourceFile): boolean {
  return (declarations ?? [undefined]).every((declaration) => declaration && isRenamable(declaration, source));
}

function isRenamable(declaration: ts.Declaration, source: ts.SourceFile): boolean {
  if (declaration.getSourceFile() !== source) return false;
  const isVariable =
    ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration);
  if (!isVariable || (ts.getCombinedModifierFlags(declaration) & ~ts.ModifierFlags.None) !== 0) return false;
  // A function that nothing calls is tried with the library for a parameter that is called as scripts call it.
  if (ts.isParameter(declaration) && libraries.has(declaration.name.getText(source))) return false;
  // A function takes its name from the variable; and with `this` in front of it a parameter is only a type.
  const value = declaration.initializer;
  if (value && /^(async |\(?function|class|\(?\w*\)? *=>)|=>/.test(value.getText(source))) return false;
  return declaration.name.getText(source) !== 'this';
}

const libraries: ReadonlySet<string> = new Set(['tf', 'convnetjs']);

/** `export { name }`, whose variables importers see, and the names that mean something where no variable has them. */
function fixedNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(['module', 'exports', 'require', 'arguments', 'undefined']);
  const visit = (node: ts.Node): void => {
    if (ts.isExportSpecifier(node)) names.add((node.propertyName ?? node.name).text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** A program of this file alone: it looks at nothing else. */
function programOf(uri: string, text: string): ts.Program {
  const file = fileOf(uri);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file ? source : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === file,
    readFile: () => undefined,
  };
  return ts.createProgram([file], { noLib: true, noResolve: true, allowJs: true, jsx: ts.JsxEmit.Preserve }, host);
}

function fileOf(uri: string): string {
  return `/${uri.slice(uri.lastIndexOf('/') + 1)}`;
}
