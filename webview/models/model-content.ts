import type { Graph } from '../../core/graph/node.ts';

/** What a run depends on of a graph, as text: not where it stands. Equal texts are the same network, whatever file it is met in. */
export function modelContent(graph: Graph): string {
  return JSON.stringify(graph, (name, value: unknown) => (places.has(name) ? undefined : value));
}

const places: ReadonlySet<string> = new Set(['source', 'nameRange', 'call', 'assumed']);
