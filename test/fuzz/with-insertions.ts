/** The text with others put in, by the places where they go. */
export function withInsertions(text: string, insertions: ReadonlyMap<number, string>): string {
  const places = [...insertions].sort(([a], [b]) => a - b);
  const pieces = places.map(([start, added], index) => added + text.slice(start, places[index + 1]?.[0]));
  return text.slice(0, places[0]?.[0]) + pieces.join('');
}
