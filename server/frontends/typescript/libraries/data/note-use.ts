import ts from 'typescript';
import type { Use } from '../../../uses.ts';
import type { CallSite } from '../../values/values.ts';

/** Notes what a program does with models and data, and whether it is ready for that to fail. */
export function noteUse(use: Use, site: CallSite): void {
  site.scope.frame.run.uses.push(isCaught(site) ? { ...use, isCaught: true } : use);
}

/** Whether the function that a call stands in catches what the call throws. */
function isCaught({ node, scope }: CallSite): boolean {
  const source = scope.frame.module?.source;
  if (!source) return false;
  const around = blocksOf(source).findLast(({ start, end }) => start <= node.pos && node.end <= end);
  return around?.catches ?? false;
}

interface Block {
  readonly start: number;
  readonly end: number;
  /** False for functions, which may be called elsewhere. */
  readonly catches: boolean;
}

const collected = new WeakMap<ts.SourceFile, readonly Block[]>();

/** The functions of a file and what it tries, the outer before the inner. */
function blocksOf(source: ts.SourceFile): readonly Block[] {
  const known = collected.get(source);
  if (known) return known;
  const blocks: Block[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) blocks.push({ start: node.pos, end: node.end, catches: false });
    if (ts.isTryStatement(node) && node.catchClause) {
      blocks.push({ start: node.tryBlock.pos, end: node.tryBlock.end, catches: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  collected.set(source, blocks);
  return blocks;
}
