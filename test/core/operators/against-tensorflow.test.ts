import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOperatorName, operators } from '../../../core/operators/index.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import type { AttributeValue, Operator, Shape } from '../../../core/vocabulary/operator.ts';

type Raw = Readonly<Record<string, AttributeValue | undefined>>;

/** One way to use a layer: what it is told and the shapes (with batch) of its inputs. */
interface Use {
  readonly attributes: Raw;
  readonly inputs: readonly (readonly (number | null)[])[];
}

const factories: Readonly<Record<string, unknown>> = { ...tf.layers };

/** Outputs and weights as TensorFlow.js builds them, or the message with which it refuses. */
function build(name: string, { attributes, inputs }: Use): { outputs: unknown; weights: unknown } | string {
  try {
    const factory = factories[name];
    if (typeof factory !== 'function') return `no factory ${name}`;
    const symbols = inputs.map((shape) => tf.input({ batchShape: [...shape] }));
    const layer: tf.layers.Layer = factory(revive(attributes));
    const made = layer.apply(symbols.length === 1 ? symbols[0]! : symbols);
    // A window larger than its input makes sizes that TensorFlow.js lets run below zero.
    const outputs = (Array.isArray(made) ? made : [made]).map(({ shape }) =>
      shape.map((size) => (size === null ? null : Math.max(0, size))),
    );
    const weights = layer.weights.map((weight) => [...weight.shape]);
    const trainable = layer.trainableWeights.length;
    return { outputs, weights: { shapes: weights.map(String).sort(), trainable } };
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}

/** Nested layers are made by their factories; `undefined` arguments stay out. */
function revive(value: Raw): Record<string, unknown> {
  const revived = Object.entries(value).map(([name, one]) => [
    name,
    Array.isArray(one) ? one.map(reviveOne) : reviveOne(one),
  ]);
  return Object.fromEntries(revived.filter(([, one]) => one !== undefined));
}

function reviveOne(value: AttributeValue | undefined): unknown {
  if (typeof value !== 'object' || value === null || !('operator' in value)) return value;
  const factory = factories[value.operator];
  if (typeof factory !== 'function') throw new Error(`no factory ${value.operator}`);
  return factory(revive(value.attributes));
}

function ours(name: string, { attributes: raw, inputs }: Use): { outputs: unknown; weights: unknown } {
  if (!isOperatorName(name)) throw new Error(`no operator ${name}`);
  const operator: Operator = operators[name];
  const { attributes, facts } = readAttributes(operator, canonical(raw));
  expect(facts).toEqual([]);
  const shapes: readonly Shape[] = inputs;
  const weights = operator.weights(attributes, shapes, operators);
  return {
    outputs: operator.infer(attributes, shapes, operators).outputs,
    weights: {
      shapes: weights.map(({ shape }) => String(shape)).sort(),
      trainable: weights.filter(({ trainable }) => trainable).length,
    },
  };
}

/** Attributes of nested layers are canonical already when an operator sees them. */
function canonical(raw: Raw): Raw {
  const one = (value: AttributeValue | undefined): AttributeValue | undefined => {
    if (Array.isArray(value)) return value.map((part) => one(part) ?? null);
    if (typeof value !== 'object' || value === null || !('operator' in value)) return value;
    if (!isOperatorName(value.operator)) throw new Error(`no operator ${value.operator}`);
    return {
      operator: value.operator,
      attributes: readAttributes(operators[value.operator], value.attributes).attributes,
    };
  };
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, one(value)]));
}

const int = (min: number, max: number) => fc.integer({ min, max });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const perAxis = (rank: number, max: number) =>
  fc.oneof(int(1, max), fc.array(int(1, max), { minLength: rank, maxLength: rank }));
const padding = optional(fc.constantFrom('same', 'valid'));
const dataFormat = optional(fc.constantFrom('channelsLast', 'channelsFirst'));
const bias = optional(fc.boolean());
const image = (rank: number) =>
  fc.array(int(6, 12), { minLength: rank, maxLength: rank }).chain((sizes) => int(1, 4).map((c) => [...sizes, c]));
const one = (shape: fc.Arbitrary<readonly number[]>) => shape.map((sizes) => [[null, ...sizes]]);
const use = (attributes: fc.Arbitrary<Raw>, inputs: fc.Arbitrary<readonly (readonly (number | null)[])[]>) =>
  fc.record({ attributes, inputs }).map((made): Use => made);

const windowed = (rank: number, extra: Record<string, fc.Arbitrary<AttributeValue | undefined>>) =>
  use(
    fc.record({
      kernelSize: perAxis(rank, 3),
      strides: optional(perAxis(rank, 3)),
      padding,
      useBias: bias,
      ...(rank > 1 ? { dataFormat } : {}),
      ...extra,
    }),
    one(image(rank)),
  );
const pooled = (rank: number) =>
  use(
    fc.record({
      poolSize: optional(perAxis(rank, 3)),
      strides: optional(perAxis(rank, 3)),
      padding,
      ...(rank > 1 ? { dataFormat } : {}),
    }),
    one(image(rank)),
  );
const filters = int(1, 5);
const dilated = (rank: number) => ({ filters, dilationRate: optional(perAxis(rank, 2)) });
const pointwise = (attributes: Raw = {}) =>
  use(fc.constant(attributes), one(fc.array(int(1, 6), { minLength: 1, maxLength: 4 })));
const merged = use(
  fc.constant({}),
  fc.tuple(image(2), int(2, 4)).map(([sizes, count]) => Array.from({ length: count }, () => [null, ...sizes])),
);
const broadcast = use(
  fc.constant({}),
  image(2).chain((sizes) =>
    fc.tuple(...sizes.map((size) => fc.constantFrom(1, size))).map((other) => [
      [null, ...sizes],
      [null, ...other],
    ]),
  ),
);
const cellAttributes = fc.record({ units: int(1, 5), useBias: bias });
const sequenceAttributes = fc.record({
  units: int(1, 5),
  useBias: bias,
  returnSequences: optional(fc.boolean()),
  returnState: optional(fc.boolean()),
});
const sequence = fc.tuple(int(1, 6), int(1, 5)).map(([steps, features]) => [[null, steps, features]]);
const cell = fc
  .tuple(fc.constantFrom('lstmCell', 'gruCell', 'simpleRNNCell'), cellAttributes)
  .map(([operator, attributes]) => ({ operator, attributes: defined(attributes) }));

function defined(raw: Raw) {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const uses: Readonly<Record<string, fc.Arbitrary<Use>>> = {
  conv1d: windowed(1, dilated(1)),
  conv2d: windowed(2, dilated(2)),
  conv3d: windowed(3, dilated(3)),
  conv2dTranspose: windowed(2, { filters }),
  conv3dTranspose: windowed(3, { filters }),
  depthwiseConv2d: windowed(2, { depthMultiplier: optional(int(1, 3)) }),
  separableConv2d: windowed(2, { ...dilated(2), depthMultiplier: optional(int(1, 3)) }),
  maxPooling1d: pooled(1),
  maxPooling2d: pooled(2),
  maxPooling3d: pooled(3),
  averagePooling1d: pooled(1),
  averagePooling2d: pooled(2),
  averagePooling3d: pooled(3),
  globalMaxPooling1d: use(fc.constant({}), one(image(1))),
  globalAveragePooling1d: use(fc.constant({}), one(image(1))),
  globalMaxPooling2d: use(fc.record({ dataFormat }), one(image(2))),
  globalAveragePooling2d: use(fc.record({ dataFormat }), one(image(2))),
  dense: use(fc.record({ units: int(1, 6), useBias: bias }), one(fc.array(int(1, 5), { minLength: 1, maxLength: 3 }))),
  flatten: use(fc.constant({}), one(image(2))),
  activation: pointwise({ activation: 'relu' }),
  reLU: pointwise(),
  leakyReLU: pointwise(),
  elu: pointwise(),
  softmax: pointwise(),
  thresholdedReLU: pointwise(),
  prelu: use(
    fc.record({ sharedAxes: optional(fc.constantFrom<AttributeValue>(1, [1], [1, 2])) }),
    one(fc.array(int(1, 5), { minLength: 2, maxLength: 3 })),
  ),
  dropout: pointwise({ rate: 0.5 }),
  gaussianDropout: pointwise({ rate: 0.5 }),
  gaussianNoise: pointwise({ stddev: 1 }),
  alphaDropout: pointwise({ rate: 0.5 }),
  spatialDropout1d: use(fc.constant({ rate: 0.5 }), sequence),
  masking: use(fc.constant({}), sequence),
  rescaling: pointwise({ scale: 0.5 }),
  batchNormalization: use(
    fc.record({ axis: optional(fc.constantFrom(-1, 1, 2)), center: bias, scale: bias }),
    one(fc.array(int(1, 5), { minLength: 2, maxLength: 3 })),
  ),
  layerNormalization: use(
    fc.record({ axis: optional(fc.constantFrom<AttributeValue>(-1, 1, [1, 2])), center: bias, scale: bias }),
    one(fc.array(int(1, 5), { minLength: 2, maxLength: 3 })),
  ),
  add: fc.oneof(merged, broadcast),
  average: fc.oneof(merged, broadcast),
  multiply: fc.oneof(merged, broadcast),
  maximum: fc.oneof(merged, broadcast),
  minimum: fc.oneof(merged, broadcast),
  concatenate: fc.tuple(fc.constantFrom(1, 2, 3, -1), merged, int(1, 9)).map(([axis, { inputs }, changed]): Use => {
    const at = axis < 0 ? 3 : axis;
    const [first = [], ...rest] = inputs;
    return { attributes: { axis }, inputs: [first.map((size, i) => (i === at ? changed : size)), ...rest] };
  }),
  dot: fc.tuple(int(1, 4), int(1, 4), int(1, 4), fc.boolean()).map(
    ([a, b, c, flat]): Use =>
      flat
        ? {
            attributes: { axes: 1 },
            inputs: [
              [null, a],
              [null, a],
            ],
          }
        : {
            attributes: { axes: [2, 1] },
            inputs: [
              [null, b, a],
              [null, a, c],
            ],
          },
  ),
  reshape: fc.tuple(int(1, 4), int(1, 4), int(1, 4), fc.boolean()).map(
    // With an open batch TensorFlow.js leaves the size that is worked out open too.
    ([a, b, c, open]): Use => ({
      attributes: { targetShape: [open ? -1 : b * c, a] },
      inputs: [[open ? 2 : null, a, b, c]],
    }),
  ),
  permute: use(fc.constantFrom({ dims: [2, 1, 3] }, { dims: [3, 1, 2] }, { dims: [1, 2, 3] }), one(image(2))),
  repeatVector: use(fc.record({ n: int(1, 5) }), one(fc.array(int(1, 5), { minLength: 1, maxLength: 1 }))),
  zeroPadding2d: use(
    fc.record({
      padding: optional(
        fc.constantFrom<AttributeValue>(
          1,
          3,
          [1, 2],
          [
            [0, 1],
            [2, 3],
          ],
        ),
      ),
      dataFormat,
    }),
    one(image(2)),
  ),
  cropping2D: use(
    fc.record({
      cropping: fc.constantFrom<AttributeValue>(
        1,
        [1, 2],
        [
          [0, 1],
          [2, 1],
        ],
      ),
      dataFormat,
    }),
    one(image(2).map((sizes) => sizes.map((size) => size + 6))),
  ),
  upSampling2d: use(
    fc.record({ size: optional(fc.array(int(1, 3), { minLength: 2, maxLength: 2 })), dataFormat }),
    one(image(2)),
  ),
  embedding: use(
    fc.record({ inputDim: int(1, 9), outputDim: int(1, 4) }),
    one(fc.array(int(1, 5), { minLength: 1, maxLength: 2 })),
  ),
  centerCrop: use(fc.record({ height: int(1, 9), width: int(1, 9) }), one(image(2))),
  categoryEncoding: use(
    fc.record({ numTokens: int(2, 9), outputMode: optional(fc.constantFrom('multiHot', 'oneHot', 'count')) }),
    one(fc.array(int(1, 5), { minLength: 1, maxLength: 1 })),
  ),
  simpleRNN: use(sequenceAttributes, sequence),
  gru: use(sequenceAttributes, sequence),
  lstm: use(sequenceAttributes, sequence),
  rnn: use(
    fc.record({ cell: fc.oneof(cell, fc.array(cell, { minLength: 1, maxLength: 3 })), returnSequences: bias }),
    sequence,
  ),
  convLstm2d: windowed(2, {
    filters,
    dilationRate: optional(perAxis(2, 2)),
    returnSequences: bias,
    returnState: bias,
  }).map(({ attributes, inputs }) => ({
    attributes,
    inputs: inputs.map(([batch = null, ...rest]) => [batch, 3, ...rest]),
  })),
  timeDistributed: windowed(2, { filters }).map(({ attributes, inputs }) => ({
    attributes: { layer: { operator: 'conv2d', attributes: defined(attributes) } },
    inputs: inputs.map(([batch = null, ...rest]) => [batch, 3, ...rest]),
  })),
  bidirectional: fc
    .tuple(
      fc.constantFrom('lstm', 'gru', 'simpleRNN'),
      sequenceAttributes,
      optional(fc.constantFrom('concat', 'sum', 'mul', 'ave')),
      sequence,
    )
    .map(
      ([operator, attributes, mergeMode, inputs]): Use => ({
        attributes: { layer: { operator, attributes: defined(attributes) }, mergeMode },
        inputs,
      }),
    ),
};

describe('shapes and weights equal those that TensorFlow.js builds', () => {
  it.each(Object.keys(uses))('%s', (name) => {
    let built = 0;
    fc.assert(
      fc.property(uses[name]!, (one) => {
        const theirs = build(name, one);
        if (typeof theirs === 'string') throw new Error(theirs);
        built++;
        expect(ours(name, one)).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
    expect(built).toBeGreaterThan(0);
  });
});
