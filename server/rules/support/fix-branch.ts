import * as l10n from '@vscode/l10n';
import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { inferLayer, operatorOf } from '../../../core/graph/infer.ts';
import type { Layer, Place } from '../../../core/graph/node.ts';
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue, Shape } from '../../../core/vocabulary/operator.ts';
import { disagree, shapedBy } from './branches.ts';
import { layerOf } from './facts.ts';
import type { Fix, RuleContext } from './rule.ts';
import { printValue } from './words.ts';

/**
 * Changes of one argument that make two inputs of a merge agree, tried on either branch: its filters, its strides, its
 * padding. Only changes are offered of which inference says that they work.
 */
export function fixBranch(model: GraphAnalysis, merge: number, other: number, context: RuleContext): Fix[] {
  const shapes = model.nodes[merge]!.inputs;
  if (shapes[0]!.length !== shapes[other]!.length) return [];
  return [...tryOn(model, merge, [other, 0], context), ...tryOn(model, merge, [0, other], context)];
}

/** Changes on the branch of one input so that it fits the other, which stays as it is. */
function tryOn(
  model: GraphAnalysis,
  merge: number,
  [input, other]: readonly [number, number],
  context: RuleContext,
): Fix[] {
  const target = model.nodes[merge]!.inputs[other]!;
  const maker = shapedBy(model, merge, input);
  if (maker === null) return [];
  const layer = layerOf(model, maker);
  // What a loop makes several times would change everywhere, and fit elsewhere no more.
  if (!isMadeOnce(model, layer)) return [];
  const operator = operatorOf(layer);
  const now = model.nodes[maker]!;
  const shape = now.outputs[0];
  if (!operator || !shape) return [];
  for (const change of candidates(layer.attributes, Object.keys(operator.attributes), shape, target)) {
    const outputs = inferLayer({ ...layer, attributes: { ...layer.attributes, ...change } }, now.inputs).outputs;
    const tried = outputs[0];
    if (
      !tried ||
      tried.some((size, axis) => axis > 0 && !isKnown(size)) ||
      disagree(layerOf(model, merge), tried, target)
    )
      continue;
    const [attribute, value] = Object.entries(change)[0]!;
    const edits = context.edits.set(layer, attribute, value);
    // What feeds both branches would move the other one as well.
    if (edits && feeds(model, maker, model.graph.nodes[merge]!.inputs[other]!.node)) return [];
    if (edits)
      return [{ title: l10n.t('Use {0}: {1} in {2}', attribute, printValue(value), layer.label), edits, safe: false }];
  }
  return [];
}

/** Whether an application depends on what `maker` gives, or is that itself. */
function feeds({ graph }: GraphAnalysis, maker: number, node: number): boolean {
  const seen = new Set([node]);
  for (const at of seen) {
    if (at === maker) return true;
    // Nodes stand in order of execution: those before the maker do not depend on it.
    for (const input of graph.nodes[at]!.inputs) if (input.node >= maker) seen.add(input.node);
  }
  return false;
}

function isMadeOnce({ graph }: GraphAnalysis, { source }: Layer): boolean {
  return source !== null && timesMade(graph).get(textOf(source)) === 1;
}

/** How many layers each piece of text makes. */
function timesMade(graph: GraphAnalysis['graph']): ReadonlyMap<string, number> {
  const known = counted.get(graph);
  if (known) return known;
  const times = new Map<string, number>();
  for (const { source } of graph.layers) {
    if (source) times.set(textOf(source), (times.get(textOf(source)) ?? 0) + 1);
  }
  counted.set(graph, times);
  return times;
}

const counted = new WeakMap<GraphAnalysis['graph'], ReadonlyMap<string, number>>();

function textOf({ file, range }: Place): string {
  return `${range.start} ${range.end} ${file}`;
}

/** One argument each that could turn `shape` into `target`. */
function* candidates(
  attributes: Readonly<Record<string, AttributeValue>>,
  names: readonly string[],
  shape: Shape,
  target: Shape,
): Generator<Record<string, AttributeValue>> {
  const channels = target[target.length - 1] ?? null;
  for (const name of ['filters', 'units']) if (names.includes(name) && isKnown(channels)) yield { [name]: channels };
  if (names.includes('padding') && typeof attributes.padding === 'string') {
    yield { padding: attributes.padding === 'same' ? 'valid' : 'same' };
  }
  const stride = strideOf(attributes.strides);
  const here = shape[1];
  const there = target[1];
  if (!names.includes('strides') || stride === null || typeof here !== 'number' || typeof there !== 'number') return;
  for (const wanted of new Set([Math.round((stride * here) / there), Math.ceil((stride * here) / there)])) {
    if (wanted >= 1 && wanted !== stride) yield { strides: wanted };
  }
}

/** The one stride of all axes, or null when they differ. */
function strideOf(strides: AttributeValue | undefined): number | null {
  if (typeof strides === 'number') return strides;
  if (!Array.isArray(strides)) return null;
  const [first, ...others]: readonly AttributeValue[] = strides;
  return typeof first === 'number' && others.every((stride) => stride === first) ? first : null;
}
