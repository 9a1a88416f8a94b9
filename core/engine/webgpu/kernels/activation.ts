import type { Step } from '../../program.ts';
import { number } from '../../reference/kernel.ts';
import { COMPARISONS } from '../shader.ts';

/** tanh and expm1 lose all digits near zero when made of exp; there their series is used. */
const SERIES = {
  tanh: `fn tanh4(v: vec4f) -> vec4f {
  let t = bounded(v, -10, 10);
  let e = exp(2 * t);
  let q = t * t;
  let near = t * (1 + q * (-0.33333333 + q * (0.13333333 + q * (-0.053968254 + q * 0.021869488))));
  return select((e - 1) / (e + 1), near, abs(t) < vec4f(0.25));
}`,
  expm1: `fn expm14(v: vec4f) -> vec4f {
  let near = v * (1 + v * (0.5 + v * (0.16666667 + v * (0.041666667 + v * (0.0083333333 + v * 0.0013888889)))));
  return select(exp(v) - 1, near, abs(v) < vec4f(0.25));
}`,
  /** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), where ln(1 + t) near zero is 2·atanh(t / (2 + t)). */
  softplus: `fn softplus4(v: vec4f) -> vec4f {
  let t = exp(-abs(v));
  let r = t / (2 + t);
  let q = r * r;
  let near = 2 * r * (1 + q * (0.33333333 + q * (0.2 + q * (0.14285714 + q * 0.11111111))));
  return select(v, vec4f(), v < vec4f()) + select(log(1 + t), near, t < vec4f(0.5));
}`,
  /** W. J. Cody's and Numerical Recipes' erfc has a relative error of 1.2e-7; near zero erf's own series is used. */
  erf: `fn erf4(v: vec4f) -> vec4f {
  let z = abs(v);
  let t = 1 / (1 + 0.5 * z);
  let p = -z * z - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
    + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  let q = v * v;
  let near = 1.1283792 * v * (1 + q * (-0.33333333 + q * (0.1 + q * (-0.023809524 + q * (0.0046296296
    + q * (-0.00075757576 + q * 0.00010683761))))));
  return select(sign(v) * (1 - t * exp(p)), near, z < vec4f(0.6));
}`,
} as const;

type Helper = keyof typeof SERIES;

interface Formula {
  /** In terms of `v`. */
  readonly expression: string;
  readonly needs?: readonly Helper[];
}

/** By e^−|v|, which cannot overflow. */
const SIGMOID = '(select(vec4f(1), exp(v), v < vec4f()) / (1 + exp(-abs(v))))';

const FORMULAS: Readonly<Record<string, Formula>> = {
  linear: { expression: 'v' },
  relu: { expression: 'select(v, vec4f(), v < vec4f())' },
  relu6: { expression: 'select(select(v, vec4f(), v < vec4f()), vec4f(6), v > vec4f(6))' },
  leakyRelu: { expression: 'select(v, 0.2 * v, v < vec4f())' },
  sigmoid: { expression: SIGMOID },
  hardSigmoid: { expression: 'bounded(0.2 * v + 0.5, 0, 1)' },
  hardSwish: { expression: 'v * bounded(v / 6 + 0.5, 0, 1)' },
  tanh: { expression: 'tanh4(v)', needs: ['tanh'] },
  exponential: { expression: 'exp(v)' },
  softplus: { expression: 'softplus4(v)', needs: ['softplus'] },
  softsign: { expression: 'v / (1 + abs(v))' },
  elu: { expression: 'select(v, expm14(v), v < vec4f())', needs: ['expm1'] },
  selu: {
    expression: '1.0507009873554805 * select(v, 1.6732632423543772 * expm14(v), v < vec4f())',
    needs: ['expm1'],
  },
  swish: { expression: `v * (${SIGMOID})` },
  mish: { expression: 'v * tanh4(softplus4(v))', needs: ['tanh', 'softplus'] },
  gelu: { expression: '0.5 * v * (1 + erf4(v * 0.70710678))', needs: ['erf'] },
  geluNew: { expression: '0.5 * v * (1 + tanh4(0.79788456 * (v + 0.044715 * v * v * v)))', needs: ['tanh'] },
};

/**
 * `fn activate(v: vec4f) -> vec4f` as WGSL.
 * @returns null when the function is not elementwise (softmax) or not known here.
 */
export function activationCode(name: string): string | null {
  const canonical = canonicalActivation(name);
  const formula = FORMULAS[canonical];
  if (!formula) return null;
  // Not every device's `exp` keeps NaN.
  const expression = canonical === 'linear' ? 'v' : `select(${formula.expression}, v, isNaN(v))`;
  return functionCode({ ...formula, expression });
}

/** One spelling per function: TF.js's and Keras's names differ in case and underscores. */
export function canonicalActivation(name: string): string {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel === 'silu' ? 'swish' : camel;
}

/**
 * The same for the layers that are activations with parameters of their own; null for all other layers, and for
 * parameters that are not finite, which WGSL cannot say.
 */
export function activationLayerCode(step: Step): string | null {
  const formula = layerFormula(step);
  return formula && Object.values(formula.numbers).every((value) => Number.isFinite(Math.fround(value)))
    ? functionCode(formula)
    : null;
}

function layerFormula(step: Step): (Formula & { readonly numbers: Readonly<Record<string, number>> }) | null {
  const value = (name: string, otherwise: number) => number(step, name, otherwise);
  switch (step.operator) {
    case 'reLU':
      return rectifier(step);
    case 'leakyReLU':
      return withNumbers({ alpha: value('alpha', 0.3) }, ({ alpha }) => `select(v, ${alpha} * v, v < vec4f())`);
    case 'elu':
      return withNumbers(
        { alpha: value('alpha', 1) },
        ({ alpha }) => `select(v, ${alpha} * expm14(v), v < vec4f())`,
        'expm1',
      );
    case 'thresholdedReLU':
      return withNumbers({ theta: value('theta', 1) }, ({ theta }) => `select(vec4f(), v, v > vec4f(${theta}))`);
    case 'rescaling':
      return withNumbers(
        { scale: value('scale', 1), offset: value('offset', 0) },
        ({ scale, offset }) => `v * ${scale} + ${offset}`,
      );
    default:
      return null;
  }
}

/** Below the threshold a slope of zero gives zero, for −∞ too. */
function rectifier(step: Step): ReturnType<typeof layerFormula> {
  const limit = step.attributes.maxValue;
  const slope = number(step, 'negativeSlope', 0);
  const limited = typeof limit === 'number' && limit !== Number.POSITIVE_INFINITY;
  const numbers = { threshold: number(step, 'threshold', 0), slope, ...(limited ? { limit } : {}) };
  return withNumbers(numbers, ({ threshold, slope: factor, limit: most }) => {
    const upper = most === undefined ? 'v' : `select(v, vec4f(${most}), v > vec4f(${most}))`;
    const lower = slope === 0 ? 'vec4f()' : `${factor} * (v - ${threshold})`;
    return `select(${upper}, ${lower}, v < vec4f(${threshold}))`;
  });
}

function withNumbers(
  numbers: Readonly<Record<string, number>>,
  expression: (literals: Readonly<Record<string, string>>) => string,
  ...needs: Helper[]
) {
  const literals = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, literal(value)]));
  return { numbers, expression: expression(literals), needs };
}

function functionCode(formula: Formula): string {
  const helpers = (formula.needs ?? []).map((name) => SERIES[name]);
  return [COMPARISONS, ...helpers, `fn activate(v: vec4f) -> vec4f { return ${formula.expression}; }`].join('\n');
}

/** A number as a WGSL expression of type f32. */
export function literal(value: number): string {
  return `f32(${Math.fround(value)})`;
}
