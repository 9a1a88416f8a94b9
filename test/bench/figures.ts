/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;
}

export function show(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}
