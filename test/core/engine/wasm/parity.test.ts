import fc from 'fast-check';
import { describe, it } from 'vitest';
import { canonicalName } from '../../../../core/engine/reference/activation.ts';
import { createWasmEngine, type Instructions } from '../../../../core/engine/wasm/index.ts';
import { ACTIVATIONS } from '../../../../core/vocabulary/attributes.ts';
import { batchOf, type Case, expectParity } from '../webgpu/cases.ts';

const size = fc.oneof(fc.constantFrom(1, 2, 3, 7, 8, 13, 17), fc.constantFrom(31, 63, 64, 65));
const channels = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 33, 62);
const tap = fc.constantFrom(1, 2, 3, 4, 5, 7);
const layer = {
  kernelSize: fc.tuple(tap, tap),
  padding: fc.oneof(fc.constantFrom('same', 'valid'), fc.integer({ min: 0, max: 4 })),
  activation: fc.constantFrom('linear', 'relu', 'relu6', 'tanh', 'swish', 'softmax'),
  useBias: fc.boolean(),
};
const stepping = fc.oneof(
  fc.record({ strides: fc.tuple(fc.constantFrom(1, 2, 3, 9), fc.constantFrom(1, 2, 4)) }),
  fc.record({ dilationRate: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 5)) }),
);
const maps = fc.tuple(fc.constantFrom(1, 1, 2), size, size);

const conv2d = fc
  .record({ maps, input: channels, attributes: fc.record({ ...layer, filters: channels }), stepping })
  .map(({ maps, input, attributes, stepping }) => one('conv2d', { ...attributes, ...stepping }, [...maps, input]))
  .filter(small);

const grouped = fc
  .record({
    maps,
    groups: fc.constantFrom(2, 3, 5),
    inner: fc.constantFrom(1, 3, 4, 8),
    outer: fc.constantFrom(1, 2, 4, 9, 12),
    attributes: fc.record(layer),
  })
  .map(({ maps, groups, inner, outer, attributes }) =>
    one('conv2d', { ...attributes, groups, filters: groups * outer }, [...maps, groups * inner]),
  )
  .filter(small);

const depthwise = fc
  .record({ maps, input: channels, attributes: fc.record(layer), stepping })
  .map(({ maps, input, attributes, stepping }) => {
    const [rows, columns] = attributes.kernelSize;
    const large = rows * columns > 25 ? 'a depthwise kernel of more than 25 taps' : null;
    return refused(large, one('depthwiseConv2d', { ...attributes, ...stepping }, [...maps, input]));
  });

const transposed = fc
  .record({
    maps,
    input: channels,
    attributes: fc.record({
      ...layer,
      padding: fc.constantFrom('same', 'valid'),
      filters: channels,
      strides: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 5)),
    }),
  })
  .map(({ maps, input, attributes }) => one('conv2dTranspose', attributes, [...maps, input]))
  .filter(small);

const pooling = fc
  .record({
    kind: fc.constantFrom('maxPooling2d', 'averagePooling2d'),
    maps,
    input: channels,
    attributes: fc.record({
      poolSize: fc.tuple(fc.constantFrom(1, 2, 3, 5), fc.constantFrom(1, 2, 3)),
      strides: fc.constantFrom(1, 2, 3),
      padding: fc.constantFrom('same', 'valid'),
    }),
  })
  .map(({ kind, maps, input, attributes }) => {
    const padded = kind === 'averagePooling2d' && touchesPadding(attributes, [maps[1], maps[2]]);
    return refused(padded ? 'an average over padding' : null, one(kind, attributes, [...maps, input]));
  });

/** Whether TensorFlow's 'same' padding of a pooling layer is not zero. */
function touchesPadding(
  { poolSize, strides, padding }: { poolSize: readonly number[]; strides: number; padding: string },
  sizes: readonly number[],
): boolean {
  return sizes.some((size, axis) => {
    const outputs = Math.ceil(size / strides);
    return padding === 'same' && (outputs - 1) * strides + poolSize[axis] > size;
  });
}

describe.each<Instructions>(['relaxed-simd', 'simd'])('the CPU engine with %s', (instructions) => {
  const parity = async (cases: readonly Case[]) => {
    const engine = await createWasmEngine({ instructions });
    if ('unavailable' in engine) throw new Error(engine.unavailable);
    await expectParity(engine, batchOf(cases));
  };

  it('equals the reference on random convolutions', () => parity(fc.sample(conv2d, { seed: 1, numRuns: 150 })));

  it('equals the reference with groups', () => parity(fc.sample(grouped, { seed: 2, numRuns: 60 })));

  it('equals the reference depthwise', () => parity(fc.sample(depthwise, { seed: 3, numRuns: 60 })));

  it('equals the reference when transposed', () => parity(fc.sample(transposed, { seed: 5, numRuns: 60 })));

  it('equals the reference when pooling', () => parity(fc.sample(pooling, { seed: 4, numRuns: 60 })));

  it('equals the reference in all other operators', () =>
    parity([
      ...[1, 2, 3, 4, 7, 16, 62].flatMap((count) => [
        one('batchNormalization', {}, [2, 3, 5, count]),
        one('reLU', { maxValue: 0.5 }, [2, 3, count]),
        one('dense', { units: 10, activation: 'relu' }, [1, count]),
        one('dense', { units: count }, [2, 33]),
      ]),
      ...ACTIVATIONS.map((activation) =>
        refused(
          canonicalName(activation).endsWith('oftmax') ? `activation ${canonicalName(activation)}` : null,
          one('activation', { activation }, [2, 3, 5, 7]),
        ),
      ),
      ...(['add', 'multiply', 'subtract'] as const).map((name) => one(name, {}, [2, 3, 4, 5], [2, 3, 4, 5])),
      ...(['average', 'maximum', 'minimum'] as const).map((name) =>
        one(name, {}, [1, 3, 3, 7], [1, 3, 3, 7], [1, 3, 3, 7]),
      ),
      refused('inputs of different shapes', one('multiply', {}, [2, 5, 3, 6], [2, 1, 1, 6])),
      one('reLU', { negativeSlope: 0.25, threshold: 0.125 }, [2, 3, 7]),
      one('leakyReLU', { alpha: 0.1 }, [2, 3, 7]),
      one('elu', { alpha: 0.7 }, [2, 3, 7]),
      one('thresholdedReLU', { theta: 0.4 }, [2, 3, 7]),
      one('rescaling', { scale: 1 / 127.5, offset: -1 }, [2, 3, 7]),
      one('dense', { units: 1000, activation: 'softmax' }, [1, 257]),
      one('dense', { units: 17 }, [2, 5, 13]),
      one('conv1d', { filters: 5, kernelSize: 3, padding: 'causal' }, [2, 9, 7]),
      one('conv2d', { filters: 5, kernelSize: 3, flip: true }, [1, 5, 6, 7]),
      one('conv2dTranspose', { filters: 5, kernelSize: 3, strides: 2 }, [1, 5, 6, 7]),
      one('separableConv2d', { filters: 9, kernelSize: 3, activation: 'relu6' }, [2, 7, 6, 5]),
      refused(
        'several filters per channel',
        one('separableConv2d', { filters: 4, kernelSize: 3, depthMultiplier: 2, strides: 2 }, [1, 7, 6, 5]),
      ),
      one('flatten', {}, [2, 3, 4, 5]),
      one('reshape', { targetShape: [6, 10] }, [2, 3, 4, 5]),
      one('dropout', { rate: 0.5 }, [1, 3, 3, 2]),
      refused('no kernel for concatenate', one('concatenate', {}, [2, 3, 3, 4], [2, 3, 3, 5])),
    ]));
});

/** Softmax needs its whole axis: the function runs in the reference engine. */
function one(operator: Case['operator'], attributes: Case['attributes'], ...inputs: number[][]): Case {
  const fused = operator !== 'activation' && attributes.activation === 'softmax';
  return { operator, attributes, inputs, byReference: fused ? 'activation softmax' : undefined };
}

/** The same case, which WebAssembly is meant to leave to the reference engine. */
function refused(byReference: string | null, one: Case): Case {
  return byReference === null ? one : { ...one, byReference };
}

/** Keeps the double-precision reference to milliseconds. */
function small({ inputs, attributes }: Case): boolean {
  const [taps, filters] = [attributes.kernelSize as [number, number], attributes.filters as number];
  return inputs[0].reduce((a, b) => a * b, 1) * taps[0] * taps[1] * filters < 8e6;
}
