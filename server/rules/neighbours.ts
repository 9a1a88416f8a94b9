import type { GraphAnalysis } from '../../core/graph/analysis.ts';

/** For every application the ones that use its output, in order of execution. */
export function usersOf({ graph }: GraphAnalysis): ReadonlyMap<number, readonly number[]> {
  const users = new Map<number, number[]>();
  for (const [node, { inputs }] of graph.nodes.entries()) {
    for (const input of inputs) users.set(input.node, [...(users.get(input.node) ?? []), node]);
  }
  return users;
}

/** The only user of an application, when it has one and is no output of the model itself. */
export function soleUser(
  { graph }: GraphAnalysis,
  users: ReadonlyMap<number, readonly number[]>,
  node: number,
): number | null {
  const [first, ...others] = users.get(node) ?? [];
  const isOutput = graph.outputs.some((output) => output.node === node);
  return first === undefined || others.length > 0 || isOutput ? null : first;
}
