/** Offsets at which the lines of a text start. `\r\n`, `\n` and `\r` end a line, as in LSP. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}

/** The zero-based line of an offset. */
export function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The end of a line without its line break. */
export function lineEnd(text: string, lineStarts: readonly number[], line: number): number {
  let end = lineStarts[line + 1] ?? text.length;
  while (end > lineStarts[line]! && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}
