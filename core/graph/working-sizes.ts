import { namesIn, substitute } from '../vocabulary/dimension.ts';
import type { Fact, Shape } from '../vocabulary/operator.ts';
import { analyseGraph, inputShapes } from './analyse.ts';
import type { Graph } from './node.ts';
import { Work } from './work.ts';

/** Which sizes a model with open inputs accepts. */
export interface WorkingSizes {
  /** Every size that works, of those that were tried. */
  readonly sizes: readonly number[];
  /** What they have in common: `least` and everything `period` further; null where no such rule fits what was tried. */
  readonly rule: { readonly least: number; readonly period: number } | null;
}

/**
 * Tries square inputs of every size up to `upTo` on a model whose inputs have open sizes, all of them set to the same
 * number. A size works when no window is left empty and no shapes disagree: a U-Net of four levels takes multiples of 16.
 * Null for a model whose inputs are all fixed, and when the work is spent before the last size.
 */
export function workingSizes(graph: Graph, upTo = 128, work = new Work()): WorkingSizes | null {
  const shapes = inputShapes(analyseGraph(graph));
  const names = new Set(shapes.flatMap((shape) => shape.flatMap(namesIn)));
  if (names.size === 0) return null;
  const sizes: number[] = [];
  for (let size = 1; size <= upTo; size++) {
    const bindings = Object.fromEntries([...names].map((name) => [name, size]));
    const inputs = shapes.map((shape): Shape => shape.map((extent) => substitute(extent, bindings)));
    const { nodes } = analyseGraph(graph, { inputs, work });
    if (work.isSpent) return null;
    if (!nodes.some((node) => node.facts.some(breaks))) sizes.push(size);
  }
  return { sizes, rule: ruleOf(sizes, upTo) };
}

function breaks({ kind }: Fact): boolean {
  return kind === 'empty-output' || kind === 'shape-mismatch' || kind === 'reshape-size';
}

/** Equal steps from the first size to the last that could have been tried. Two sizes are no evidence of a step. */
function ruleOf(sizes: readonly number[], upTo: number): WorkingSizes['rule'] {
  const [least, second] = sizes;
  if (least === undefined || second === undefined || sizes.length < 3) return null;
  const period = second - least;
  const regular = sizes.every((size, index) => size === least + index * period);
  return regular && sizes.at(-1)! + period > upTo ? { least, period } : null;
}
