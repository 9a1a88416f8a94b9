import type { OperatorName } from '../../operators/index.ts';
import type { Step } from '../program.ts';
import { canonicalName } from '../reference/activation.ts';
import type { Weights } from '../reference/kernel.ts';
import { withChannelsLast } from '../reference/layout.ts';
import type { Tensor } from '../tensor.ts';
import { families } from './families.ts';
import type { OutputPlace } from './output-place.ts';
import type { Family, Read, Summands } from './summands.ts';

/** What one output value is made of, before the layers that follow. */
export interface OutputParts extends Summands {
  /** Per channel and tap: the input value that is met, 0 where there is none. */
  readonly values: Float32Array;
  /** Likewise the weight that it is multiplied with; null where nothing is (pooling). */
  readonly weights: Float32Array | null;
  /** Per channel: the sum of products, or what the pooling gives. In double precision, as the reference engine sums. */
  readonly sums: Float64Array;
  /** All channels together, before the bias. */
  readonly sum: number;
  /** The layer's own activation; null without one. */
  readonly activation: string | null;
}

/** Whether an operator's output values can be taken apart. */
export function hasOutputParts(operator: OperatorName): boolean {
  return families[operator] !== undefined;
}

/** Takes one output value apart; null for operators that have no window: see `families`. */
export function outputParts(
  step: Step,
  inputs: readonly Tensor[],
  weights: Weights,
  at: OutputPlace,
): OutputParts | null {
  const family: Family | undefined = families[step.operator];
  if (!family) return null;
  const read = reader(step, inputs);
  const summands = family(withChannelsLast(step), weights, at, read);
  const { how, taps, channels, first, weightAt } = summands;
  const count = taps.places.length;
  const values = new Float32Array(channels * count);
  for (let channel = 0; channel < channels; channel++) {
    for (let tap = 0; tap < count; tap++) {
      const place = taps.places[tap];
      if (place >= 0) values[channel * count + tap] = read(0, place, first + channel);
    }
  }
  const own =
    how === 'expectation'
      ? shares(values)
      : weightAt && Float32Array.from(values, (_, i) => weightAt(Math.floor(i / count), i % count));
  const sums = Float64Array.from({ length: channels }, (_, channel) =>
    summed(summands, values.subarray(channel * count, (channel + 1) * count), own?.subarray(channel * count) ?? null),
  );
  const sum = how === 'maximum' ? largest(sums) : sums.reduce((a, b) => a + b, 0);
  return { ...summands, values, weights: own, sums, sum, activation: activationOf(step) };
}

/** Reads values where the layer's data format puts them. */
function reader({ attributes }: Step, inputs: readonly Tensor[]): Read {
  const isFirst = attributes.dataFormat === 'channelsFirst';
  const layouts = inputs.map(({ shape, data }) => {
    const channels = shape[isFirst ? 1 : shape.length - 1] ?? 1;
    return { data, channels, pixels: data.length / ((shape[0] ?? 1) * channels) };
  });
  return (input, pixel, channel) => {
    const { data, channels, pixels } = layouts[input];
    return data[isFirst ? channel * pixels + pixel : pixel * channels + channel];
  };
}

/** The probabilities with which stochastic pooling takes each value; none where all are zero. */
function shares(values: Float32Array): Float32Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total === 0 ? 0 : value / total));
}

function summed({ how, taps, divisor, power }: Summands, values: Float32Array, weights: Float32Array | null): number {
  switch (how) {
    case 'maximum':
      return largest(values.filter((_, tap) => taps.places[tap] >= 0));
    case 'norm':
      return values.reduce((sum, value) => sum + Math.abs(value) ** power, 0) ** (1 / power);
    default:
      return values.reduce((sum, value, tap) => sum + value * (weights ? weights[tap] : 1), 0) / divisor;
  }
}

function largest(values: Float32Array | Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  // NaN stays visible, as in the poolings.
  for (const value of values) if (value > most || Number.isNaN(value)) most = value;
  return most;
}

function activationOf({ attributes: { activation } }: Step): string | null {
  return typeof activation === 'string' && canonicalName(activation) !== 'linear' ? activation : null;
}
