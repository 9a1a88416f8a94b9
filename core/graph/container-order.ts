/** One application of a layer, before the model's own order is known. */
export interface Application {
  readonly layer: number;
  /** Indices of the applications whose outputs it takes. */
  readonly inputs: readonly number[];
}

export interface ContainerOrder {
  /** Layers that some output depends on, in the order of `model.layers`. */
  readonly layers: readonly number[];
  /** Applications that some output depends on, inputs before consumers. */
  readonly nodes: readonly number[];
  /** Inputs that close a cycle. They are left out of the order. */
  readonly cycles: readonly { readonly node: number; readonly input: number }[];
}

/**
 * The order in which a functional model lists its layers: by depth, which is the longest way to an output, deepest
 * first, and within a depth as a walk from the outputs meets them (TensorFlow.js, engine/container.ts). The order in
 * which the layers were made, or stand in a file, plays no part.
 */
export function containerOrder(nodes: readonly Application[], outputs: readonly number[]): ContainerOrder {
  const walk = walkBack(nodes, outputs);
  const nodeDepth = new Map<number, number>();
  const layerDepth = new Map<number, number>();
  for (const node of walk.finished.toReversed()) {
    const { layer, inputs } = nodes[node]!;
    // A shared layer stands where its deepest application stands.
    const depth = Math.max(nodeDepth.get(node) ?? 0, layerDepth.get(layer) ?? 0);
    nodeDepth.set(node, depth);
    layerDepth.set(layer, depth);
    for (const [input, from] of inputs.entries()) {
      if (!walk.isCut(node, input)) nodeDepth.set(from, Math.max(depth + 1, nodeDepth.get(from) ?? 0));
    }
  }
  const met = new Map([...walk.metLayers].map((layer, index) => [layer, index]));
  return {
    layers: [...layerDepth.keys()].sort((a, b) => layerDepth.get(b)! - layerDepth.get(a)! || met.get(a)! - met.get(b)!),
    nodes: walk.finished,
    cycles: walk.cycles,
  };
}

interface Walk {
  /** Applications in the order in which everything before them was seen. */
  readonly finished: readonly number[];
  readonly metLayers: ReadonlySet<number>;
  readonly cycles: readonly { readonly node: number; readonly input: number }[];
  isCut(node: number, input: number): boolean;
}

/** Depth first from the outputs, without recursion: models of ten thousand layers in a row exist. */
function walkBack(nodes: readonly Application[], outputs: readonly number[]): Walk {
  const state = new Map<number, 'open' | 'done'>();
  const finished: number[] = [];
  const metLayers = new Set<number>();
  const cycles: { node: number; input: number }[] = [];
  for (const output of outputs) {
    const stack = state.has(output) ? [] : [open(output)];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.next++;
      const from = nodes[top.node]!.inputs[input];
      if (from === undefined) {
        state.set(top.node, 'done');
        finished.push(top.node);
        stack.pop();
      } else if (state.get(from) === 'open') cycles.push({ node: top.node, input });
      else if (!state.has(from)) stack.push(open(from));
    }
  }
  const cut = new Set(cycles.map(({ node, input }) => `${node}:${input}`));
  return { finished, metLayers, cycles, isCut: (node, input) => cut.has(`${node}:${input}`) };

  function open(node: number): { node: number; next: number } {
    state.set(node, 'open');
    metLayers.add(nodes[node]!.layer);
    return { node, next: 0 };
  }
}
