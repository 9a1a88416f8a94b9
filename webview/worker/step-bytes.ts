import type { Step } from '../../core/engine/program.ts';

/** What every step has to make, in bytes: its outputs, and the weights of its layer where it is the first to use them. */
export function stepBytes(steps: readonly Step[]): readonly number[] {
  const seen = new Set<string>();
  return steps.map(({ path, outputShapes, weights }) => {
    const key = path.join('\n');
    const own = seen.has(key) ? [] : weights.map(({ shape }) => shape);
    seen.add(key);
    return [...outputShapes, ...own].reduce((sum, shape) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  });
}
