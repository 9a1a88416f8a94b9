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

/** The operation that the key of an input names. */
export function operationOf(key: string): number {
  return Number.parseInt(key, 10);
}

/**
 * As in the file where that is possible; what an operation needs comes before it. Without recursion. Loops are cut where
 * they come back to their beginning, other circles, which no program has, anywhere.
 */
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
      if (from === undefined) continue;
      const isReturn = defs[top.at]!.op === 'Merge' && defs[from]!.op === 'NextIteration';
      if (state.get(from) === 'done' && !isReturn) continue;
      if (isReturn || state.get(from) === 'open') cut.add(cutKey(top.at, input));
      else {
        state.set(from, 'open');
        stack.push({ at: from, next: 0 });
      }
    }
  }
  return { order, cut };
}
