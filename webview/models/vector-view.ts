/** Rows of a list of numbers: by index, or largest first with NaN at the end. */
export function vectorOrder(values: Float32Array, byValue: boolean): Uint32Array {
  const order = Uint32Array.from(values, (_, i) => i);
  if (!byValue) return order;
  const rank = (i: number) => (Number.isNaN(values[i]) ? Number.NEGATIVE_INFINITY : (values[i] ?? 0));
  return order.sort((a, b) => compare(rank(b), rank(a)) || a - b);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Where a bar stands between the limits, as shares: it grows from zero. */
export function barSpan(value: number, low: number, high: number): { readonly start: number; readonly length: number } {
  if (!Number.isFinite(value) || !(high > low)) return { start: 0, length: 0 };
  const share = (x: number) => Math.max(0, Math.min(1, (x - low) / (high - low)));
  const [from, to] = [share(Math.min(0, value)), share(Math.max(0, value))];
  return { start: from, length: to - from };
}
