import type { Attributes, AttributeValue } from './operator.ts';

/** How a weight is drawn before anything was trained, in TensorFlow.js's terms. */
export type Initialiser =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'identity'; readonly gain: number }
  | { readonly kind: 'orthogonal'; readonly gain: number }
  | { readonly kind: 'uniform'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'normal' | 'truncatedNormal'; readonly mean: number; readonly deviation: number }
  | VarianceScaling;

/** The variance is `scale` over the number of inputs, of outputs, or the mean of both. */
export interface VarianceScaling {
  readonly kind: 'varianceScaling';
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: 'normal' | 'uniform';
}

export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';

/**
 * The initialiser that a config names: `'heNormal'`, `'initializers.zeros()'`, or a name with arguments. Null where it is
 * none that TensorFlow.js has, or where an argument is not known.
 */
export function readInitialiser(value: AttributeValue): Initialiser | null {
  if (typeof value === 'string') return named(value.replace(/^.*\.|\(\)$/g, ''), {});
  return isWithArguments(value) ? named(value.operator, value.attributes) : null;
}

function isWithArguments(value: AttributeValue): value is Extract<AttributeValue, { operator: string }> {
  return typeof value === 'object' && value !== null && 'operator' in value;
}

function named(name: string, given: Attributes): Initialiser | null {
  const known = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const preset = presets[known];
  if (preset) return { kind: 'varianceScaling', ...preset };
  if (Object.values(given).some((argument) => argument === null)) return null;
  const number = (key: string, otherwise: number): number => {
    const argument = given[key];
    return typeof argument === 'number' ? argument : otherwise;
  };
  // TensorFlow.js takes its default for a zero as well: `args.stddev || 0.05`.
  const nonZero = (key: string, otherwise: number): number => number(key, otherwise) || otherwise;
  switch (known) {
    case 'zeros':
      return { kind: 'constant', value: 0 };
    case 'ones':
      return { kind: 'constant', value: 1 };
    case 'constant':
      return typeof given.value === 'number' ? { kind: 'constant', value: given.value } : null;
    case 'identity':
    case 'orthogonal':
      return { kind: known, gain: number('gain', 1) };
    case 'randomUniform':
      return { kind: 'uniform', minimum: nonZero('minval', -0.05), maximum: nonZero('maxval', 0.05) };
    case 'randomNormal':
    case 'truncatedNormal': {
      const kind = known === 'randomNormal' ? 'normal' : known;
      return { kind, mean: number('mean', 0), deviation: nonZero('stddev', 0.05) };
    }
    case 'varianceScaling':
      return varianceScaling(given, number('scale', 1));
    default:
      return null;
  }
}

function varianceScaling(given: Attributes, scale: number): VarianceScaling | null {
  const mode = fanModes.get(spelled(given.mode ?? 'fanIn'));
  const distribution = distributions.get(spelled(given.distribution ?? 'normal'));
  return mode && distribution ? { kind: 'varianceScaling', scale, mode, distribution } : null;
}

/** Keras writes `fan_in` and `truncated_normal`. */
function spelled(value: AttributeValue): string {
  return typeof value === 'string' ? value.replaceAll('_', '').toLowerCase() : '';
}

const fanModes: ReadonlyMap<string, FanMode> = new Map([
  ['fanin', 'fanIn'],
  ['fanout', 'fanOut'],
  ['fanavg', 'fanAvg'],
]);

const distributions: ReadonlyMap<string, VarianceScaling['distribution']> = new Map([
  ['normal', 'normal'],
  ['truncatednormal', 'normal'],
  ['uniform', 'uniform'],
]);

/** Glorot & Bengio 2010, He et al. 2015, LeCun et al. 1998. */
const presets: Readonly<Record<string, Omit<VarianceScaling, 'kind'>>> = {
  glorotNormal: { scale: 1, mode: 'fanAvg', distribution: 'normal' },
  glorotUniform: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
  heNormal: { scale: 2, mode: 'fanIn', distribution: 'normal' },
  heUniform: { scale: 2, mode: 'fanIn', distribution: 'uniform' },
  leCunNormal: { scale: 1, mode: 'fanIn', distribution: 'normal' },
  leCunUniform: { scale: 1, mode: 'fanIn', distribution: 'uniform' },
};
