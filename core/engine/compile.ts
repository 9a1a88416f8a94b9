import { isHarmless } from '../graph/harmless.ts';
import { operatorOf } from '../graph/infer.ts';
import type { Graph, Layer } from '../graph/node.ts';
import { isOperatorName, operators } from '../operators/index.ts';
import type { Fact, Operator, Shape } from '../vocabulary/operator.ts';
import type { Program, Step, StepOutput, StepWeight } from './program.ts';
import { kernels } from './reference/index.ts';

export interface CompileOptions {
  /** One size list per model input, without the batch; where absent, the sizes that the model itself names. */
  readonly inputSizes?: readonly (readonly number[])[];
  readonly batch?: number;
  /** Bytes that all outputs and weights together may take. */
  readonly budget?: number;
}

/** Two gibibytes: what a worker can hold without the browser ending it. */
export const defaultBudget = 2 ** 31;

export type Compilation =
  | {
      readonly ok: true;
      readonly program: Program;
      /** Per node of the graph, where its outputs are computed; null where a stop lies before it. */
      readonly nodes: readonly (readonly StepOutput[] | null)[];
      /** Layers that could not be compiled. What does not depend on them has been. */
      readonly stops: readonly Stop[];
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Where compiling ended, and why. */
export interface Stop {
  /** Layer labels from the outermost model inwards. */
  readonly path: readonly string[];
  readonly reason: StopReason;
}

export type StopReason =
  | { readonly kind: 'unknown-layer'; readonly className: string; readonly why: string | null }
  | { readonly kind: 'no-kernel'; readonly operator: string }
  | { readonly kind: 'unknown-attribute'; readonly attribute: string }
  | { readonly kind: 'unknown-size'; readonly shape: Shape }
  /** The layer would skip masked steps, and masks are not computed. */
  | { readonly kind: 'masked' }
  | { readonly kind: 'invalid'; readonly facts: readonly Fact[] };

/** Why there is nothing to run. */
export type Refusal =
  | {
      readonly kind: 'input-size';
      readonly input: number;
      readonly path: readonly string[];
      /** What the model says; null stands for what must be given. Null itself when not even the rank is known. */
      readonly expected: Shape;
      readonly given: readonly number[] | null;
    }
  | { readonly kind: 'input-count'; readonly expected: number; readonly given: number }
  | { readonly kind: 'budget'; readonly path: readonly string[]; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'nothing'; readonly stops: readonly Stop[] };

/**
 * Turns a graph into a program: nested models inlined, every size known, nothing allocated. Applications of a shared
 * layer have the same path and so the same weights. Never throws.
 */
export function compileGraph(graph: Graph, options: CompileOptions = {}): Compilation {
  const { inputSizes } = options;
  if (inputSizes !== undefined && inputSizes.length !== graph.inputs.length) {
    const refusal = { kind: 'input-count', expected: graph.inputs.length, given: inputSizes.length } as const;
    return { ok: false, refusal };
  }
  const build = new Build(options);
  const values = inline(graph, [], null, build);
  if (build.refusal !== null) return { ok: false, refusal: build.refusal };
  const outputs = graph.outputs.map(({ node, output }) => values[node]?.[output] ?? null);
  const reached = outputs.filter((output) => output !== null);
  if (build.steps.length === build.inputs.length && build.stops.length > 0) {
    return { ok: false, refusal: { kind: 'nothing', stops: build.stops } };
  }
  return {
    ok: true,
    program: { steps: build.steps, inputs: build.inputs, outputs: reached },
    nodes: values.map((value) => completeOrNull(value)),
    stops: build.stops,
  };
}

type Value = StepOutput | null;

/** What grows while a graph is compiled. */
class Build {
  readonly steps: Step[] = [];
  readonly inputs: number[] = [];
  readonly stops: Stop[] = [];
  readonly options: CompileOptions;
  readonly weighed = new Set<string>();
  /** Steps whose value carries a mask, as TF.js passes it on. */
  readonly masked = new Set<number>();
  bytes = 0;
  refusal: Refusal | null = null;

  constructor(options: CompileOptions) {
    this.options = options;
  }

  shapeOf({ step, output }: StepOutput): readonly number[] {
    return this.steps[step].outputShapes[output];
  }

  stop(path: readonly string[], reason: StopReason): null {
    this.stops.push({ path, reason });
    return null;
  }

  /** Adds a step, or refuses when it would exceed the budget. */
  push(step: Step): readonly StepOutput[] | null {
    const limit = this.options.budget ?? defaultBudget;
    this.bytes += bytesOf(step.outputShapes);
    const key = step.path.join('\n');
    if (!this.weighed.has(key)) this.bytes += bytesOf(step.weights.map(({ shape }) => shape));
    this.weighed.add(key);
    if (this.bytes > limit) {
      this.refusal = { kind: 'budget', path: step.path, bytes: this.bytes, limit };
      return null;
    }
    const index = this.steps.push(step) - 1;
    return step.outputShapes.map((_, output) => ({ step: index, output }));
  }
}

/** Compiles the nodes of one graph. `given` are the values of its inputs, null for the outermost. */
function inline(
  graph: Graph,
  path: readonly string[],
  given: readonly Value[] | null,
  build: Build,
): readonly (readonly Value[] | null)[] {
  const values: (readonly Value[] | null)[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    if (build.refusal !== null) return values;
    const layer = graph.layers[node.layer];
    const own = [...path, layer.label];
    const position = graph.inputs.findIndex((input) => input.node === index);
    if (position >= 0) {
      values.push(given === null ? inputStep(layer, own, position, build) : [given[position]]);
      continue;
    }
    const inputs = node.inputs.map((ref) => values[ref.node]?.[ref.output] ?? null);
    if (layer.model !== null) {
      const inner = inline(layer.model, own, inputs, build);
      values.push(layer.model.outputs.map(({ node, output }) => inner[node]?.[output] ?? null));
      continue;
    }
    const known = inputs.filter((input) => input !== null);
    values.push(known.length < inputs.length ? null : layerStep(layer, own, known, build));
  }
  return values;
}

function inputStep(layer: Layer, path: readonly string[], input: number, build: Build): readonly StepOutput[] | null {
  const expected = layer.inputShape ?? [];
  const given = build.options.inputSizes?.[input] ?? null;
  const sizes = given ?? expected.slice(1);
  if (expected.length === 0 && given === null) {
    build.refusal = { kind: 'input-size', input, path, expected, given };
    return null;
  }
  const shape = concreteShape([build.options.batch ?? 1, ...sizes]);
  const contradicts =
    expected.length > 0 &&
    (expected.length !== sizes.length + 1 ||
      expected.some((size, axis) => axis > 0 && typeof size === 'number' && size !== sizes[axis - 1]));
  if (shape === null || contradicts) {
    build.refusal = { kind: 'input-size', input, path, expected, given };
    return null;
  }
  build.inputs[input] = build.steps.length;
  const { attributes } = layer;
  const shapes = { inputShapes: [], outputShapes: [shape] };
  return build.push({ operator: 'inputLayer', attributes, path, inputs: [], ...shapes, weights: [], macs: 0 });
}

function layerStep(
  layer: Layer,
  path: readonly string[],
  inputs: readonly StepOutput[],
  build: Build,
): readonly StepOutput[] | null {
  const definition = operatorOf(layer);
  if (layer.operator === 'opaque') return build.stop(path, { kind: 'no-kernel', operator: layer.className });
  if (definition === null) {
    return build.stop(path, { kind: 'unknown-layer', className: layer.className, why: layer.why ?? null });
  }
  const { operator, attributes } = layer;
  if (!isOperatorName(operator) || kernels[operator] === null) return build.stop(path, { kind: 'no-kernel', operator });
  const masked = inputs.some(({ step }) => build.masked.has(step));
  const heeds = definition.family === 'recurrent' ? operator !== 'timeDistributed' : operator === 'softmax';
  if (masked && heeds) {
    return build.stop(path, { kind: 'masked' });
  }
  const inputShapes = inputs.map((input) => build.shapeOf(input));
  const { outputs, facts } = definition.infer(attributes, inputShapes, operators);
  const wrong = facts.filter((fact) => !isHarmless(fact));
  if (wrong.length > 0) return build.stop(path, { kind: 'invalid', facts: wrong });
  const unknown = unknownAttribute(definition, layer);
  if (unknown !== null) return build.stop(path, { kind: 'unknown-attribute', attribute: unknown });
  const outputShapes: (readonly number[])[] = [];
  for (const shape of outputs) {
    const known = concreteShape(shape);
    if (known === null) return build.stop(path, { kind: 'unknown-size', shape });
    outputShapes.push(known);
  }
  const weights: StepWeight[] = [];
  for (const { name, shape } of definition.weights(attributes, inputShapes, operators)) {
    const known = concreteShape(shape);
    if (known === null) return build.stop(path, { kind: 'unknown-size', shape });
    weights.push({ name, shape: known });
  }
  const { macs } = definition.cost(attributes, inputShapes, outputShapes, operators);
  const stored = layer.stored === undefined ? {} : { stored: layer.stored };
  const initialisers = layer.initialisers === undefined ? {} : { initialisers: layer.initialisers };
  const step = { operator, attributes, path, inputs, inputShapes, outputShapes, weights, ...stored, ...initialisers };
  const makesMask = operator === 'masking' || attributes.maskZero === true;
  if (makesMask || (masked && passesMask.has(definition.family))) build.masked.add(build.steps.length);
  return build.push({ ...step, macs: typeof macs === 'number' ? macs : Number.NaN });
}

/** What hands a mask on to the next layer. Layers that change shapes or mix positions drop it. */
const passesMask: ReadonlySet<Operator['family']> = new Set([
  'activation',
  'dense',
  'merge',
  'normalisation',
  'regularisation',
]);

/** The first attribute that decides values and is not known. */
function unknownAttribute(definition: Operator, layer: Layer): string | null {
  for (const [name, spec] of Object.entries(definition.attributes)) {
    if (spec.kind === 'data' || !(name in layer.attributes) || layer.attributes[name] === spec.default) continue;
    if (layer.attributes[name] === null) return name;
  }
  return null;
}

function concreteShape(shape: Shape): readonly number[] | null {
  const sizes: number[] = [];
  for (const size of shape) {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) return null;
    sizes.push(size);
  }
  return sizes;
}

function bytesOf(shapes: readonly (readonly number[])[]): number {
  return shapes.reduce((sum, shape) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0);
}

function completeOrNull(value: readonly Value[] | null): readonly StepOutput[] | null {
  if (value === null) return null;
  const known = value.filter((output) => output !== null);
  return known.length === value.length ? known : null;
}
