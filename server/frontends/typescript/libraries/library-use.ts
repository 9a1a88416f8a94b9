import ts from 'typescript';
import type { Module } from '../values/values.ts';

/**
 * Does a program's code, comments and strings apart, name the runtime at all? Most files of a workspace do not, and
 * functions that cannot reach it need not be tried.
 */
export function usesRuntime(modules: Iterable<Module>): boolean {
  for (const { source } of modules) if (runtimeWord.test(source.text) && namesRuntime(source)) return true;
  return false;
}

const runtimeWord = /\btf\b|tfjs|tensorflow|convlens|convnet/;
const runtimePackage = /tfjs|tensorflow|^convlens$|convnet/;

const runtimeGlobals: ReadonlySet<string> = new Set(['tf', 'convnetjs', 'deepqlearn']);

/** The name under which a page's scripts know the runtime, or an import of it. */
function namesRuntime(source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node)) return runtimeGlobals.has(node.text);
    if (ts.isStringLiteral(node)) return runtimePackage.test(node.text) && imports(source.text.slice(0, node.pos));
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(source);
}

/** The parser sets no parents, so the text before a string tells what it is. */
function imports(before: string): boolean {
  return /\b(?:from|import|require)\s*\(?\s*$/.test(before.slice(-40));
}
