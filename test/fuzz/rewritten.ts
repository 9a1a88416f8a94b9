import ts from 'typescript';
import { isProgram, renamed } from './renamed.ts';
import type { SeedFile } from './seeds.ts';
import { withInsertions } from './with-insertions.ts';

/** The same file in another spelling, which changes no figure. */
export interface Rewriting {
  readonly name: string;
  readonly text: string;
}

/** Other spellings of a file: more blanks, comments, other names of local variables. None of what has errors of syntax. */
export function rewritten({ uri, text }: SeedFile): readonly Rewriting[] {
  if (text.length > longest) return [];
  if (uri.endsWith('.json')) return isJson(text) ? [{ name: 'blanks', text: spacedJson(text) }] : [];
  if (!/\.[cm]?[jt]sx?$/.test(uri) || !isProgram(uri, text)) return [];
  return [
    { name: 'blanks', text: spaced(uri, text, '  ', '\n') },
    { name: 'comments', text: spaced(uri, text, '/* tf.layers.dense(x) */', '// model.add(layer);\n') },
    { name: 'renamed variables', text: renamed(uri, text) },
  ];
}

/** The hostile files that are longer are made of one line many times. */
const longest = 60_000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function spacedJson(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|[{}[\],:]/g, (token) => ` ${token}\n\t`);
}

/** Puts one text in front of every token and another, which ends a line, in front of every statement. */
function spaced(uri: string, text: string, beforeToken: string, beforeStatement: string): string {
  const source = ts.createSourceFile(uri, text, ts.ScriptTarget.Latest, true);
  const places = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    // Blanks are text there.
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return;
    const children = node.getChildren(source).filter(({ kind }) => kind < ts.SyntaxKind.FirstJSDocNode);
    const start = node.getStart(source);
    if (children.length === 0 && node.getWidth(source) > 0 && !places.has(start)) places.set(start, beforeToken);
    if (ts.isStatement(node) && !ts.isBlock(node)) places.set(start, beforeStatement);
    children.forEach(visit);
  };
  visit(source);
  return withInsertions(text, places);
}
