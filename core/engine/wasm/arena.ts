import type { Builder } from './builder.ts';

/** Memory for outputs, which serves another one when the first is no longer wanted. */
export interface Arena {
  /** @param demand how often the values will be let go of */
  allocate(floats: number, demand: number): number;
  /** The output of a step that hands its input through is wanted as well. */
  share(address: number, demand: number): void;
  /** One of those who want it has got it. Other addresses are none of the arena's. */
  letGo(address: number): void;
}

interface Block {
  readonly address: number;
  readonly floats: number;
}

export function createArena(builder: Builder): Arena {
  const blocks = new Map<number, Block>();
  const demands = new Map<number, number>();
  let free: readonly Block[] = [];
  const fitting = (floats: number): Block => {
    const fits = free.filter((block) => block.floats >= floats);
    if (fits.length === 0) return { address: builder.allocate(floats), floats };
    const smallest = fits.reduce((a, b) => (b.floats < a.floats ? b : a));
    free = free.filter((block) => block !== smallest);
    return smallest;
  };
  return {
    allocate(floats, demand) {
      const block = fitting(floats);
      blocks.set(block.address, block);
      demands.set(block.address, demand);
      return block.address;
    },
    share(address, demand) {
      demands.set(address, (demands.get(address) ?? 0) + demand);
    },
    letGo(address) {
      const left = (demands.get(address) ?? 0) - 1;
      demands.set(address, left);
      const block = blocks.get(address);
      if (left === 0 && block) free = [...free, block];
    },
  };
}
