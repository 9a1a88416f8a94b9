import type { FilmRow } from './film.ts';

/** What a frame shows of an edge that passes by it. */
export type LanePart = 'none' | 'start' | 'through' | 'end';

/** More edges beside each other could not be told apart. */
const mostLanes = 4;

/** An edge that leaves frames out, by the places of its ends among the frames that are seen. */
export interface SkipEdge {
  readonly from: number;
  readonly to: number;
}

/**
 * Edges that do not go from a frame to the next one: residual connections, branches, skips of a U-Net. What is folded away
 * stands for the frame that it is folded into.
 */
export function skipEdges(all: readonly FilmRow[], seen: readonly FilmRow[]): readonly SkipEdge[] {
  const places = new Map(seen.map((row, place) => [row.key, place]));
  const placeOf = new Map<string, number>();
  for (const row of all) {
    const place = places.get(row.key) ?? row.parents.flatMap((parent) => places.get(parent) ?? []).at(-1);
    if (place !== undefined) placeOf.set(row.key, place);
  }
  const edges = new Map<string, SkipEdge>();
  for (const row of all) {
    const to = placeOf.get(row.key);
    if (row.block || to === undefined) continue;
    for (const key of row.inputKeys) {
      const from = placeOf.get(key);
      if (from !== undefined && to > from + 1 && !isOnly(seen, from, to)) edges.set(`${from} ${to}`, { from, to });
    }
  }
  return [...edges.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Only the frames of blocks and models stand between, which compute nothing themselves: the edge goes to the next layer. */
function isOnly(seen: readonly FilmRow[], from: number, to: number): boolean {
  return seen.slice(from + 1, to).every((row) => row.foldable && seen[to]?.parents.includes(row.key));
}

/** By frame, what each lane shows there; edges take the first lane that is free. */
export function lanesOf(edges: readonly SkipEdge[], frames: number): readonly (readonly LanePart[])[] {
  const ends: number[] = [];
  const lanes: LanePart[][] = Array.from({ length: frames }, () => []);
  for (const { from, to } of edges) {
    const free = ends.findIndex((end) => end < from);
    const lane = free < 0 ? ends.length : free;
    if (lane >= mostLanes) continue;
    ends[lane] = to;
    for (let place = from; place <= to; place++) {
      const parts = lanes[place];
      if (parts) parts[lane] = place === from ? 'start' : place === to ? 'end' : 'through';
    }
  }
  return lanes.map((parts) => Array.from({ length: ends.length }, (_, lane) => parts[lane] ?? 'none'));
}
