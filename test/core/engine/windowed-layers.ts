import fc from 'fast-check';
import type { OperatorName } from '../../../core/operators/index.ts';
import type { Comparison } from './compare-layer.ts';
import type { Config } from './single-layer.ts';

/** A window that fits its input, as TF.js spells it. */
interface Window {
  readonly size: readonly number[];
  readonly kernelSize: readonly number[];
  readonly padding: string;
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
}

const integer = (min: number, max: number) => fc.integer({ min, max });
const perAxis = (rank: number, min: number, max: number) =>
  fc.array(integer(min, max), { minLength: rank, maxLength: rank });
const channels = integer(1, 5);
const multiplier = integer(1, 3);
const padding = fc.constantFrom('valid', 'same');
const activation = fc.constantFrom('linear', 'relu', 'elu', 'sigmoid', 'tanh');

/** The dilated kernel is no larger than the input, and TF.js takes stride or dilation, not both. */
const window = (rank: number, largest: number): fc.Arbitrary<Window> =>
  fc
    .record({
      size: perAxis(rank, 1, largest),
      kernelSize: perAxis(rank, 1, 4),
      factor: perAxis(rank, 1, 3),
      dilates: fc.boolean(),
      padding,
    })
    .map(({ size, kernelSize, factor, dilates, padding }) => ({
      size: size.map((n, axis) => Math.max(n, (kernelSize[axis] - 1) * (dilates ? factor[axis] : 1) + 1)),
      kernelSize,
      padding,
      strides: dilates ? factor.map(() => 1) : factor,
      dilationRate: dilates ? factor : factor.map(() => 1),
    }));

/** The layer on a window, `config` being what it is told besides; channels last unless said. */
function layer(
  operator: OperatorName,
  rank: number,
  largest: number,
  config: Record<string, fc.Arbitrary<string | number | boolean>>,
  told: (window: Window) => Config,
): fc.Arbitrary<Comparison> {
  return fc
    .record({ at: window(rank, largest), cin: channels, rest: fc.record(config), seed: fc.nat(1e6) })
    .map(({ at, cin, rest, seed }) => ({
      operator,
      config: { ...told(at), ...rest },
      inputs: [rest.dataFormat === 'channelsFirst' ? [cin, ...at.size] : [...at.size, cin]],
      seed,
    }));
}

const all = ({ size: _, ...config }: Window): Config => config;
const undilated = ({ kernelSize, padding, strides }: Window): Config => ({ kernelSize, padding, strides });
/** TF.js can't say unequal strides of depthwise convolutions. */
const evenly = ({ kernelSize, padding, strides }: Window): Config => ({ kernelSize, padding, strides: strides[0] });
const pooled = ({ kernelSize, padding, strides }: Window): Config => ({ poolSize: kernelSize, padding, strides });

const common = { filters: channels, useBias: fc.boolean(), activation };
const dataFormat = fc.constantFrom('channelsLast', 'channelsFirst');

/** Random valid uses of every layer of TF.js that slides a window. */
export const windowedLayers: Readonly<Partial<Record<OperatorName, fc.Arbitrary<Comparison>>>> = {
  conv1d: layer('conv1d', 1, 20, common, all),
  conv2d: layer('conv2d', 2, 11, { ...common, dataFormat }, all),
  conv3d: layer('conv3d', 3, 5, common, all),
  depthwiseConv2d: layer('depthwiseConv2d', 2, 11, { depthMultiplier: multiplier, activation }, evenly),
  separableConv2d: layer('separableConv2d', 2, 9, { ...common, depthMultiplier: multiplier }, (at) => ({
    ...evenly(at),
    dilationRate: at.dilationRate,
  })),
  conv2dTranspose: layer('conv2dTranspose', 2, 7, common, undilated),
  conv3dTranspose: layer('conv3dTranspose', 3, 4, common, undilated),
  maxPooling1d: layer('maxPooling1d', 1, 12, {}, pooled),
  maxPooling2d: layer('maxPooling2d', 2, 12, { dataFormat }, pooled),
  maxPooling3d: layer('maxPooling3d', 3, 6, {}, pooled),
  averagePooling1d: layer('averagePooling1d', 1, 12, {}, pooled),
  averagePooling2d: layer('averagePooling2d', 2, 12, { dataFormat }, pooled),
  averagePooling3d: layer('averagePooling3d', 3, 6, {}, pooled),
  convLstm2d: layer('convLstm2d', 2, 5, { filters: integer(1, 2), useBias: fc.boolean() }, undilated).map(
    (comparison) => ({ ...comparison, inputs: comparison.inputs.map((shape) => [2, ...shape]) }),
  ),
};
