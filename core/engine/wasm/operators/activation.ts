import { told } from '../../../vocabulary/told.ts';
import type { Step } from '../../program.ts';
import { activateBy, canonicalName } from '../../reference/activation.ts';
import { elements, number, text } from '../../reference/kernel.ts';
import {
  add,
  bounded,
  divide,
  errorFunction,
  exponential,
  exponentialMinusOne,
  hyperbolicTangent,
  isGreater,
  isLess,
  type Locals,
  logistic,
  multiply,
  select,
  softPlus,
  subtract,
} from '../emit/functions.ts';
import { ABSOLUTE, type Code, get, sequence, splat } from '../emit/instructions.ts';
import { type ElementFunction, mapElements } from '../kernels/elementwise.ts';
import { type Clamp, clamped } from '../kernels/tile.ts';
import { inOrder, type Planned, type StepContext, type Work } from '../work.ts';

export const UNBOUNDED: Clamp = { low: null, high: null };

/** The activations that are bounds, and so cost nothing in a store. */
const CLAMPS: Readonly<Record<string, Clamp>> = {
  linear: UNBOUNDED,
  relu: { low: 0, high: null },
  relu6: { low: 0, high: 6 },
};

type Formula = (x: Code, locals: Locals) => Code;

const slope = (x: Code, below: Code): Code => select(below, x, isLess(x, splat(0)));

/** The others, element by element. Softmax is none of them: it needs its whole axis. */
const FORMULAS: Readonly<Record<string, Formula>> = {
  leakyRelu: (x) => slope(x, multiply(x, splat(0.2))),
  sigmoid: logistic,
  hardSigmoid: (x) => bounded(add(multiply(x, splat(0.2)), splat(0.5)), 0, 1),
  hardSwish: (x) => multiply(x, bounded(add(divide(x, splat(6)), splat(0.5)), 0, 1)),
  tanh: hyperbolicTangent,
  exponential,
  softplus: softPlus,
  softsign: (x) => divide(x, add(splat(1), sequence(x, ABSOLUTE))),
  elu: (x, locals) => slope(x, exponentialMinusOne(x, locals)),
  // The constants of Klambauer et al. 2017.
  selu: (x, locals) =>
    multiply(splat(1.0507009873554805), slope(x, multiply(splat(1.6732632423543772), exponentialMinusOne(x, locals)))),
  swish: (x, locals) => multiply(x, logistic(x, locals)),
  mish: (x, locals) => multiply(x, hyperbolicTangent(softPlus(x, locals), locals)),
  gelu: (x, locals) => {
    const scaled = multiply(x, splat(Math.SQRT1_2));
    return multiply(multiply(splat(0.5), x), add(splat(1), errorFunction(scaled, locals)));
  },
  geluNew: (x, locals) => {
    const cubic = add(x, multiply(splat(0.044715), multiply(x, multiply(x, x))));
    const inner = multiply(splat(Math.sqrt(2 / Math.PI)), cubic);
    return multiply(multiply(splat(0.5), x), add(splat(1), hyperbolicTangent(inner, locals)));
  },
};

/**
 * Plans a layer with its activation: a bound in the kernel's store, a function over the output in place, or, for what is
 * neither, the reference engine's over the output in place.
 */
export function withActivation(context: StepContext, output: number, plan: (clamp: Clamp) => Work): Work {
  const { step, builder } = context;
  const name = canonicalName(text(step, 'activation', 'linear'));
  const clamp = CLAMPS[name];
  if (clamp) return plan(clamp);
  const [shape] = step.outputShapes;
  const named = functionOf(name);
  if (named) return inOrder([plan(UNBOUNDED), mapElements(builder, named, output, output, elements(shape))]);
  const work = plan(UNBOUNDED);
  return {
    referencePart: told('activation {0}', name),
    load: work.load,
    *run(call, memory) {
      yield* work.run(call, memory);
      activateBy(name, { shape, data: memory.subarray(output / 4, output / 4 + elements(shape)) });
    },
  };
}

export function activationLayer(context: StepContext): Planned {
  const name = canonicalName(text(context.step, 'activation', 'linear'));
  if (name === 'linear') return 'same';
  const clamp = CLAMPS[name];
  const wanted = clamp ? clampFunction(clamp) : functionOf(name);
  return wanted ? elementLayer(context, wanted) : { reason: told('activation {0}', name) };
}

/** The layers that are a function with parameters of their own. */
export function parametricLayer(context: StepContext): Planned {
  const { key, formula } = parametricFormula(context.step);
  return elementLayer(context, { key, make: (value) => formula(get(value)) });
}

/** `elu`'s slope needs locals; it is told apart for that. */
export function eluLayer(context: StepContext): Planned {
  const alpha = number(context.step, 'alpha', 1);
  const make: ElementFunction['make'] = (value, locals) =>
    slope(get(value), multiply(splat(alpha), exponentialMinusOne(get(value), locals)));
  return elementLayer(context, { key: `elu ${alpha}`, make });
}

function parametricFormula(step: Step): { readonly key: string; readonly formula: (x: Code) => Code } {
  switch (step.operator) {
    case 'leakyReLU': {
      const alpha = number(step, 'alpha', 0.3);
      return { key: `leakyReLU ${alpha}`, formula: (x) => slope(x, multiply(splat(alpha), x)) };
    }
    case 'thresholdedReLU': {
      const theta = number(step, 'theta', 1);
      const formula = (x: Code) => select(x, splat(0), isGreater(x, splat(theta)));
      return { key: `thresholdedReLU ${theta}`, formula };
    }
    case 'rescaling': {
      const [scale, offset] = [number(step, 'scale', 1), number(step, 'offset', 0)];
      const formula = (x: Code) => add(multiply(x, splat(scale)), splat(offset));
      return { key: `rescaling ${scale} ${offset}`, formula };
    }
    default:
      return rectifier(step);
  }
}

/** Below the threshold a slope of zero gives zero, for −∞ too. */
function rectifier(step: Step): { readonly key: string; readonly formula: (x: Code) => Code } {
  const [below, threshold] = [number(step, 'negativeSlope', 0), number(step, 'threshold', 0)];
  const limit = step.attributes.maxValue;
  const high = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
  const formula = (x: Code) => {
    const lower = below === 0 ? splat(0) : multiply(splat(below), subtract(x, splat(threshold)));
    return select(lower, bounded(x, Number.NEGATIVE_INFINITY, high), isLess(x, splat(threshold)));
  };
  return { key: `reLU ${below} ${threshold} ${high}`, formula };
}

function functionOf(name: string): ElementFunction | null {
  const formula = FORMULAS[name];
  return formula ? { key: name, make: (value, locals) => formula(get(value), locals) } : null;
}

function clampFunction(clamp: Clamp): ElementFunction {
  return { key: `clamp ${JSON.stringify(clamp)}`, make: (value) => sequence(clamped(value, clamp), get(value)) };
}

function elementLayer({ step, builder, inputs, output }: StepContext, wanted: ElementFunction): Planned {
  return mapElements(builder, wanted, inputs[0], output(), elements(step.outputShapes[0]));
}
