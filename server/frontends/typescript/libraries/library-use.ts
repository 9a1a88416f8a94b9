import ts from 'typescript';
import type { Module } from '../values/values.ts';
import { libraries } from './index.ts';

const makers = libraries.flatMap(({ globals, traces }) => (traces ? [{ globals, ...traces }] : []));

/**
 * Does a program's code, comments and strings apart, name a library that makes layers? Most files of a workspace do
 * not, and functions that cannot reach one need not be tried.
 */
export function usesLibrary(modules: Iterable<Module>): boolean {
  for (const { source } of modules) {
    if (mayUseLibrary(source.text) && namesLibrary(source)) return true;
  }
  return false;
}

/** Whether a text has words that every program has which makes layers. */
export function mayUseLibrary(text: string): boolean {
  return makers.some((maker) => maker.text.test(text));
}

/** The name under which a page's scripts know the library, or an import of it. */
function namesLibrary(source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node)) return makers.some(({ globals }) => globals.has(node.text));
    if (ts.isStringLiteral(node)) {
      return makers.some(({ packages }) => packages.test(node.text)) && imports(source.text.slice(0, node.pos));
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(source);
}

/** The parser sets no parents, so the text before a string tells what it is. */
function imports(before: string): boolean {
  return /\b(?:from|import|require)\s*\(?\s*$/.test(before.slice(-40));
}
