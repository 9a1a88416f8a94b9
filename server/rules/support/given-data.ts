/** What of a model's inputs and targets certainly does not fit it. */
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import type { Given, ModelCall, ModelMethod, Port } from '../../frontends/uses.ts';

export type Tensor = Extract<Given, { kind: 'tensor' }>;

/** A tensor that is given for an input or output of the model. */
export interface Met {
  readonly tensor: Tensor;
  readonly port: Port;
}

/** What a model takes, and what it gets. */
export type Meeting =
  | { readonly kind: 'met'; readonly met: readonly Met[] }
  | { readonly kind: 'count'; readonly given: Given; readonly count: number; readonly ports: readonly Port[] }
  | { readonly kind: 'missing'; readonly given: Given; readonly missing: Port; readonly ports: readonly Port[] }
  | { readonly kind: 'numbers'; readonly given: Given };

/** Holds what is given against the inputs or outputs, as far as both are known. */
export function meet(given: Given, ports: readonly Port[], call: ModelCall): Meeting {
  const nothing: Meeting = { kind: 'met', met: [] };
  switch (given.kind) {
    case 'unknown':
      return nothing;
    case 'numbers':
      return call.model.runtime === 'layers' ? { kind: 'numbers', given } : nothing;
    case 'tensor':
      return ports.length === 1 || isDataset(call.method)
        ? { kind: 'met', met: ports.slice(0, 1).map((port) => ({ tensor: given, port })) }
        : { kind: 'count', given, count: 1, ports };
    case 'list':
      return meetList(given, ports, call);
    case 'dictionary':
      return meetDictionary(given, ports, call);
    default:
      return given satisfies never;
  }
}

function meetList(given: Extract<Given, { kind: 'list' }>, ports: readonly Port[], call: ModelCall): Meeting {
  const { items } = given;
  if (call.model.runtime === 'layers' && items.every(isNumbers)) return { kind: 'numbers', given };
  if (items.length !== ports.length) return { kind: 'count', given, count: items.length, ports };
  return { kind: 'met', met: ports.flatMap((port, index) => metOf(items[index], port)) };
}

/** A frozen graph may do without what no wanted output depends on, and `predict` knows no dictionaries of a model of layers. */
function meetDictionary(
  given: Extract<Given, { kind: 'dictionary' }>,
  ports: readonly Port[],
  call: ModelCall,
): Meeting {
  const missing = ports.find(({ name }) => !Object.hasOwn(given.entries, name));
  if (missing && call.model.runtime === 'layers' && takesDictionaries(call.method))
    return { kind: 'missing', given, missing, ports };
  return { kind: 'met', met: ports.flatMap((port) => metOf(given.entries[port.name], port)) };
}

function takesDictionaries(method: ModelMethod): boolean {
  return isDataset(method) || method === 'fit' || method === 'evaluate' || method === 'trainOnBatch';
}

function isNumbers(given: Given): boolean {
  return given.kind === 'numbers' || (given.kind === 'list' && given.items.every(isNumbers));
}

function metOf(given: Given | undefined, port: Port): readonly Met[] {
  return given?.kind === 'tensor' ? [{ tensor: given, port }] : [];
}

export function isDataset(method: ModelMethod): boolean {
  return method === 'fitDataset' || method === 'evaluateDataset';
}

/** Whether sizes are compared before the model runs: data sets and `execute` go to the layers as they are. */
export function isChecked({ method, model }: ModelCall): boolean {
  return model.runtime === 'graph' || (!isDataset(method) && method !== 'execute');
}

/** A vector of examples gets an axis of length 1, where TensorFlow.js gives it one. */
export function asTaken(shape: Shape, call: ModelCall): Shape {
  const isStretched = call.model.runtime === 'layers' && call.method !== 'predictOnBatch' && isChecked(call);
  return isStretched && shape.length === 1 ? [...shape, 1] : shape;
}

/** Whether the layer behind an input may take data that nothing has checked before. */
export function fitsNeeds(shape: Shape, { needs, shape: wanted }: Port): boolean {
  if (!needs || !wanted) return true;
  if (shape.length < needs.fewestAxes || shape.length > needs.mostAxes) return false;
  return !needs.isWidthFixed || !differ(shape.at(-1) ?? null, wanted.at(-1) ?? null);
}

/** Whether a loss may hold targets that nothing has checked before against outputs: sizes of 1 are stretched. */
export function mayBeStretched(shape: Shape, wanted: Shape): boolean {
  if (shape.length !== wanted.length) return true;
  return !shape.some((size, axis) => {
    const other = wanted[axis] ?? null;
    return axis > 0 && differ(size, other) && size !== 1 && other !== 1;
  });
}

/** Whether a tensor may be what a port takes, as far as sizes are known; `from` is the first axis that is compared. */
export function fitsShape(shape: Shape, wanted: Shape, from: number): boolean {
  return (
    shape.length === wanted.length && !shape.some((size, axis) => axis >= from && differ(size, wanted[axis] ?? null))
  );
}

function differ(a: Shape[number], b: Shape[number]): boolean {
  return isKnown(a) && isKnown(b) && a !== b;
}
