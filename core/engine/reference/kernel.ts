import { isOperatorName, type OperatorName } from '../../operators/index.ts';
import type { AttributeValue, LayerValue } from '../../vocabulary/operator.ts';
import { finished, type Portions } from '../breath.ts';
import type { Step } from '../program.ts';
import type { Tensor } from '../tensor.ts';

/**
 * One operator on the reference engine. Sums are accumulated in double precision and stored as float32: this is the
 * result that every other engine is compared with. Kernels never write to their inputs; an output may share the
 * storage of an input when only the shape changes.
 *
 * @param table lets wrappers (`timeDistributed`, `bidirectional`) run the layer that they wrap.
 */
export type Kernel = (step: Step, inputs: readonly Tensor[], weights: Weights, table: KernelTable) => Computation;

/** A kernel's outputs, or, where they take long, the work that ends with them and yields on its way. */
export type Computation = readonly Tensor[] | Portions<readonly Tensor[]>;

export function* portionsOf(computation: Computation): Portions<readonly Tensor[]> {
  return 'next' in computation ? yield* computation : computation;
}

/** The outputs, without a break. */
export function outputsOf(computation: Computation): readonly Tensor[] {
  return finished(portionsOf(computation));
}

export type Weights = Readonly<Record<string, Tensor>>;

/** Null where an operator has no value that could be compared (its size is drawn at run time). */
export type KernelTable = Readonly<Record<OperatorName, Kernel | null>>;

/** @throws TypeError where the operator has no kernel */
export function kernelOf(operator: OperatorName, table: KernelTable): Kernel {
  const kernel = table[operator];
  if (kernel === null) throw new TypeError(`there is no kernel for '${operator}'`);
  return kernel;
}

/** A tensor of zeros. */
export function emptyTensor(shape: readonly number[]): Tensor {
  return { shape, data: new Float32Array(elements(shape)) };
}

/** Number of elements of a shape. */
export function elements(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
}

/** An attribute that must be a known number. */
export function number(step: Step, name: string, fallback?: number): number {
  const value = step.attributes[name] ?? fallback;
  if (typeof value !== 'number') throw new TypeError(`${step.operator} needs a number for '${name}'`);
  return value;
}

/** A list of numbers; a single number is repeated `rank` times. */
export function numbers(step: Step, name: string, rank: number, fallback?: number): readonly number[] {
  const value = step.attributes[name] ?? fallback;
  if (typeof value === 'number') return new Array<number>(rank).fill(value);
  const list = numberList(value);
  if (list?.length !== rank) throw new TypeError(`${step.operator} needs ${rank} numbers for '${name}'`);
  return list;
}

export function flag(step: Step, name: string, fallback: boolean): boolean {
  const value = step.attributes[name];
  return typeof value === 'boolean' ? value : fallback;
}

export function text(step: Step, name: string, fallback: string): string {
  const value = step.attributes[name];
  return typeof value === 'string' ? value : fallback;
}

/** An axis counted from the start, whatever sign it was written with. */
export function axisOf(value: number, rank: number): number {
  return value < 0 ? value + rank : value;
}

/** The numbers of a list attribute, or null when it is anything else. */
export function numberList(value: AttributeValue | undefined): readonly number[] | null {
  if (!isList(value)) return null;
  const list: number[] = [];
  for (const item of value) {
    if (typeof item !== 'number') return null;
    list.push(item);
  }
  return list;
}

export function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** A layer given as another layer's argument: `rnn`'s cells, what `timeDistributed` wraps. */
export interface InnerLayer extends LayerValue {
  readonly operator: OperatorName;
}

/** The layer that an attribute holds, or null when it holds none that is known. */
export function innerLayer(value: AttributeValue | undefined): InnerLayer | null {
  if (typeof value !== 'object' || value === null || !('operator' in value)) return null;
  const { operator } = value;
  return isOperatorName(operator) ? { ...value, operator } : null;
}

/** Weights under a prefix with the prefix removed: `forward/kernel` becomes `kernel`. */
export function withoutPrefix(weights: Weights, prefix: string): Weights {
  const own: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(weights)) {
    if (name.startsWith(prefix)) own[name.slice(prefix.length)] = value;
  }
  return own;
}
