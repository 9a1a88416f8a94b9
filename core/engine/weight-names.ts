import type { Step } from './program.ts';
import type { Tensor } from './tensor.ts';

/**
 * Finds the stored name of a weight. Stored names are scopes and a last part: `conv2d/kernel` (TF.js),
 * `model_1/conv2d/kernel` (nested), `conv2d/kernel:0` and `conv2d_1/conv2d/kernel` (converted from Keras),
 * `lstm/lstm_cell/kernel` (a cell's own scope), `bidirectional/forward_lstm/kernel` (a direction).
 */
export class WeightNames {
  readonly #byLast = new Map<string, StoredName[]>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      const parts = name.replace(/:\d+$/, '').split('/');
      const last = parts[parts.length - 1];
      const stored = { name, scope: parts.slice(0, -1) };
      this.#byLast.set(last, [...(this.#byLast.get(last) ?? []), stored]);
    }
  }

  /** The name that fits the path best, and the expected shape where several do; null when none does. */
  find(step: Step, weight: string, shape: readonly number[], tensors: ReadonlyMap<string, Tensor>): string | null {
    const parts = weight.split('/');
    const last = parts[parts.length - 1];
    let best: StoredName | null = null;
    let bestScore = 0;
    for (const stored of this.#byLast.get(last) ?? []) {
      // `forward/kernel` is stored under `forward_lstm`, `RNNCell_0/kernel` under that very name.
      if (!parts.slice(0, -1).every((part) => stored.scope.some((own) => own.startsWith(part)))) continue;
      const near = closeness(stored, step.path);
      const score = near * 2 + (sameShape(tensors.get(stored.name)?.shape, shape) ? 1 : 0);
      if (near > 0 && score > bestScore) {
        best = stored;
        bestScore = score;
      }
    }
    return best?.name ?? null;
  }
}

interface StoredName {
  readonly name: string;
  readonly scope: readonly string[];
}

/** How many layers of the path the scope names, innermost first; 0 when it does not name the layer itself. */
function closeness({ scope }: StoredName, path: readonly string[]): number {
  const layer = path[path.length - 1];
  if (!scope.includes(layer)) return 0;
  return path.filter((label) => scope.includes(label)).length + (scope[scope.length - 1] === layer ? 1 : 0);
}

function sameShape(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((size, axis) => size === b[axis]);
}
