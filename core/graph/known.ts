import { type Dimension, isKnown, same, substitute } from '../vocabulary/dimension.ts';
import type { Shape } from '../vocabulary/operator.ts';
import type { Graph, KnownApplication } from './node.ts';

/** What the names in a model's input shapes stand for once sizes are given. */
export type Bindings = Readonly<Record<string, Dimension>>;

/** Holds the sizes that a caller gives against the names that the input layers have for them. */
export function bindSizes(graph: Graph, given: readonly Shape[]): Bindings {
  const bindings: Record<string, Dimension> = {};
  for (const [index, { node }] of given.length === 0 ? [] : graph.inputs.entries()) {
    const open = graph.layers[graph.nodes[node]?.layer ?? -1]?.inputShape ?? [];
    for (const [axis, size] of open.entries()) {
      const name = nameOf(size);
      if (name !== null) bindings[name] = given[index]?.[axis] ?? null;
    }
  }
  return bindings;
}

/** What was found out about an application, for the sizes that are given; null when it is of other inputs. */
export function bindKnown(
  { inputs: only, outputs, cost, reach }: KnownApplication,
  bindings: Bindings,
  inputs: readonly Shape[],
): KnownApplication | null {
  if (only !== undefined) return sameShapes(only, inputs) ? { outputs, cost, reach } : null;
  if (Object.keys(bindings).length === 0) return { outputs, cost, reach };
  const bind = (size: Dimension): Dimension => substitute(size, bindings);
  return {
    outputs: outputs.map((shape) => shape.map(bind)),
    cost: { macs: bind(cost.macs), biasAdds: bind(cost.biasAdds), otherOps: bind(cost.otherOps) },
    reach:
      typeof reach === 'string'
        ? reach
        : reach.map((axis) => ({
            ...axis,
            input: bind(axis.input),
            output: bind(axis.output),
            padBegin: bind(axis.padBegin),
            padEnd: bind(axis.padEnd),
          })),
  };
}

export function sameShapes(a: readonly Shape[], b: readonly Shape[]): boolean {
  return a.length === b.length && a.every((shape, index) => sameShape(shape, b[index] ?? []));
}

/** Whether two shapes say the same; what is unknown in one must be so in the other. */
export function sameShape(a: Shape, b: Shape): boolean {
  return (
    a.length === b.length &&
    a.every((size, axis) => {
      const other = b[axis] ?? null;
      return size === null || other === null ? size === other : same(size, other) === true;
    })
  );
}

function nameOf(size: Dimension): string | null {
  if (size === null || isKnown(size)) return null;
  const [term, ...more] = size.terms;
  const [factor] = term?.factors ?? [];
  return more.length === 0 && factor?.kind === 'name' ? factor.name : null;
}
