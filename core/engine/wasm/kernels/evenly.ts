/** Cuts `width` into the fewest tiles of at most `most`, of two sizes one apart: no tail of one pixel. */
export function evenly(width: number, most: number): readonly (readonly [pixels: number, count: number])[] {
  const tiles = Math.ceil(width / most);
  const small = Math.floor(width / tiles);
  const larger = width % tiles;
  return [[small + 1, larger] as const, [small, tiles - larger] as const].filter(([, count]) => count > 0);
}
