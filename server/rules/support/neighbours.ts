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
export function soleUser(model: GraphAnalysis, node: number): number | null {
  const all = usersOf(model).get(node);
  return all?.length !== 1 || isOutput(model, node) ? null : all[0]!;
}

/** Whether an application gives an output of the model itself. */
export function isOutput(model: GraphAnalysis, node: number): boolean {
  return endsOf(model).outputs.has(node);
}

/** Whether an application takes an input of the model. */
export function isFirst(model: GraphAnalysis, node: number): boolean {
  const { inputs } = endsOf(model);
  return model.graph.nodes[node]!.inputs.some((input) => inputs.has(input.node));
}

interface Ends {
  readonly inputs: ReadonlySet<number>;
  readonly outputs: ReadonlySet<number>;
}

function endsOf({ graph }: GraphAnalysis): Ends {
  const known = ends.get(graph);
  if (known) return known;
  const found = {
    inputs: new Set(graph.inputs.map(({ node }) => node)),
    outputs: new Set(graph.outputs.map(({ node }) => node)),
  };
  ends.set(graph, found);
  return found;
}

const ends = new WeakMap<GraphAnalysis['graph'], Ends>();
