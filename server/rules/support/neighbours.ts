import type { GraphAnalysis } from '../../../core/graph/analysis.ts';

/** For every application the ones that use its output, in order of execution. */
export function usersOf({ graph }: GraphAnalysis): ReadonlyMap<number, readonly number[]> {
  const known = collected.get(graph);
  if (known) return known;
  const users = new Map<number, number[]>();
  graph.nodes.forEach(({ inputs }, node) => {
    for (const input of inputs) {
      const others = users.get(input.node);
      if (others) others.push(node);
      else users.set(input.node, [node]);
    }
  });
  collected.set(graph, users);
  return users;
}

const collected = new WeakMap<GraphAnalysis['graph'], ReadonlyMap<number, readonly number[]>>();

/** The only user of an application, when it has one and is no output of the model itself. */
export function soleUser(
  { graph }: GraphAnalysis,
  users: ReadonlyMap<number, readonly number[]>,
  node: number,
): number | null {
  const all = users.get(node);
  const isOutput = graph.outputs.some((output) => output.node === node);
  return all?.length !== 1 || isOutput ? null : all[0]!;
}
