import type { NodeDef } from './node-def.ts';

/** An order in which operations can be executed, and the inputs that close a circle. */
export interface ExecutionOrder {
  readonly order: readonly number[];
  readonly cut: ReadonlySet<string>;
}

/** How a cut input is written down: the operation's index and its input's. */
export function cutKey(operation: number, input: number): string {
  return `${operation}:${input}`;
}

/** As in the file where that is possible; what an operation needs comes before it. Without recursion. */
export function executionOrder(defs: readonly NodeDef[], indices: ReadonlyMap<string, number>): ExecutionOrder {
  const state = new Map<number, 'open' | 'done'>();
  const order: number[] = [];
  const cut = new Set<string>();
  for (const start of defs.keys()) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    const stack = [{ at: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const input = top.next++;
      const name = defs[top.at]!.inputs[input]?.name;
      if (name === undefined) {
        state.set(top.at, 'done');
        order.push(top.at);
        stack.pop();
        continue;
      }
      const from = indices.get(name);
      if (from === undefined || state.get(from) === 'done') continue;
      if (state.get(from) === 'open') cut.add(cutKey(top.at, input));
      else {
        state.set(from, 'open');
        stack.push({ at: from, next: 0 });
      }
    }
  }
  return { order, cut };
}
