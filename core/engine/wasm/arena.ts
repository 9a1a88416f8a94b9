import type { Builder, Place } from './builder.ts';

/** Memory for outputs, which serves another one when the first is no longer wanted. */
export interface Arena {
  /** @param demand how often the values will be let go of */
  allocate(floats: number, demand: number): number;
  /** The output of a step that hands its input through is wanted as well. */
  share(address: number, demand: number): void;
  /** One of those who want it has got it. Other addresses are none of the arena's. */
  letGo(address: number): void;
}

export function createArena(builder: Builder): Arena {
  const places = new Map<number, Place>();
  const demands = new Map<number, number>();
  let free: readonly Place[] = [];
  const fitting = (floats: number): Place => {
    const fits = free.filter((place) => place.floats >= floats);
    if (fits.length === 0) return { address: builder.allocate(floats), floats };
    const smallest = fits.reduce((a, b) => (b.floats < a.floats ? b : a));
    free = free.filter((place) => place !== smallest);
    return smallest;
  };
  return {
    allocate(floats, demand) {
      const place = fitting(floats);
      places.set(place.address, place);
      demands.set(place.address, demand);
      return place.address;
    },
    share(address, demand) {
      demands.set(address, (demands.get(address) ?? 0) + demand);
    },
    letGo(address) {
      const left = (demands.get(address) ?? 0) - 1;
      demands.set(address, left);
      const place = places.get(address);
      if (left === 0 && place) free = [...free, place];
    },
  };
}
