import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { learnFilters } from '../../../core/engine/kmeans/filters.ts';
import { samplePatches } from '../../../core/engine/kmeans/patches.ts';
import { whiten } from '../../../core/engine/kmeans/whitening.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import { spatial } from '../../../core/engine/reference/geometry.ts';
import { transpose } from '../../../core/engine/reference/layout.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { programWeights, randomWeights } from '../../../core/engine/weights.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import type { OperatorName } from '../../../core/operators/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { type Config, programOf, runProgram, singleLayerGraph } from './single-layer.ts';

const picture = photograph('biplane.png');

describe('whitening', () => {
  test.each([
    ['fewer directions than patches', 400, 6],
    ['fewer patches than directions', 30, 80],
  ])('makes variances equal and coordinates uncorrelated: %s', (_, count, size) => {
    const random = seededRandom(1);
    // Correlated by construction: each element adds to the one before it.
    const patches = Array.from({ length: count }, () => {
      let sum = 0;
      return Float64Array.from({ length: size }, () => (sum += random.normal()));
    });
    const means = patches[0].map((__, i) => patches.reduce((sum, patch) => sum + patch[i] / count, 0));
    const { rows } = whiten(patches.map((patch) => patch.map((x, i) => x - means[i]))) ?? { rows: [] };
    const covariance = (a: number, b: number) => rows.reduce((sum, row) => sum + (row[a] * row[b]) / count, 0);
    for (let a = 0; a < rows[0].length; a++) {
      // Regularisation keeps small variances below one.
      expect(covariance(a, a)).toBeLessThanOrEqual(1);
      for (let b = 0; b < a; b++) expect(Math.abs(covariance(a, b))).toBeLessThan(1e-9);
    }
    expect(covariance(0, 0)).toBeGreaterThan(0.9);
  });

  test('finds nothing where nothing varies', () => {
    expect(whiten([new Float64Array(4), new Float64Array(4)])).toBeNull();
  });
});

describe('learned filters', () => {
  const axes = spatial([windowOf(picture.shape[1], 6), windowOf(picture.shape[2], 6)]);
  const patches = samplePatches(picture, axes, [0, 3], 1500, seededRandom(1));

  test('answer to the patches with mean 0 and variance 1', () => {
    for (const { taps, bias } of learnFilters(patches, 12, 1)) {
      const responses = patches.map((patch) => respond(patch, taps) + bias);
      const mean = responses.reduce((a, b) => a + b, 0) / responses.length;
      const variance = responses.reduce((sum, x) => sum + (x - mean) ** 2, 0) / responses.length;
      expect(Math.abs(mean)).toBeLessThan(1e-9);
      expect(variance).toBeCloseTo(1, 6);
    }
  });

  // Centroids of whitened natural patches are edges: most patches leave them cold and a few do not (Coates et al. 2011).
  test('are sparse on patches that they have not seen, and random ones are not', () => {
    const unseen = samplePatches(picture, axes, [0, 3], 3000, seededRandom(99));
    const random = seededRandom(3);
    const learned = learnFilters(patches, 16, 1).map(({ taps }) => kurtosis(unseen, taps));
    const drawn = learned.map(() =>
      kurtosis(
        unseen,
        Float64Array.from({ length: 108 }, () => random.normal()),
      ),
    );
    expect(median(learned)).toBeGreaterThan(2 * median(drawn));
  });

  test('depend on the seed and on nothing else', () => {
    expect(learnFilters(patches, 4, 7)).toEqual(learnFilters(patches, 4, 7));
    expect(learnFilters(patches, 4, 7)).not.toEqual(learnFilters(patches, 4, 8));
  });

  test('are no more than there are patches, and none of a flat picture', () => {
    expect(learnFilters(patches.slice(0, 5), 8, 1)).toHaveLength(5);
    expect(learnFilters([new Float64Array(9).fill(3), new Float64Array(9).fill(3)], 4, 1)).toEqual([]);
  });
});

describe('weights of a program', () => {
  const small = cut(picture, 24);

  test('are learned layer by layer from what reaches each', async () => {
    const builder = buildGraph('two');
    const x = builder.input([null, 24, 24, 3]);
    const first = builder.layer('conv2d', { filters: 5, kernelSize: 3, activation: 'relu' }, [x]);
    const norm = builder.layer('batchNormalization', {}, [first]);
    const second = builder.layer('conv2d', { filters: 4, kernelSize: 3, groups: 1 }, [norm]);
    const program = programOf(builder.finish([second]));
    const result = await programWeights(program, { kind: 'kmeans', seed: 1, inputs: [small] });
    if (!result.ok) throw new Error('no weights');
    const values = await runProgram(program, result.weights, [small]);
    // What was learned from is answered to with mean 0, and the normalisation's statistics are those of what passes.
    for (const step of [2, 3]) {
      const { data, shape } = values[step][0];
      for (let c = 0; c < shape[3]; c++) {
        const own = data.filter((_, i) => i % shape[3] === c);
        const mean = own.reduce((a, b) => a + b, 0) / own.length;
        const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
        expect(Math.abs(mean)).toBeLessThan(1e-3);
        expect(variance).toBeGreaterThan(0.9);
        expect(variance).toBeLessThan(1.1);
      }
    }
  });

  test.each<[OperatorName, Config]>([
    ['conv2d', { filters: 4, kernelSize: 3, strides: 2, padding: 'same', dilationRate: 1 }],
    ['depthwiseConv2d', { kernelSize: 3, depthMultiplier: 2 }],
  ])('%s is learned alike in both data formats', async (operator, config) => {
    const learn = async (input: Tensor, dataFormat: string) => {
      const program = programOf(singleLayerGraph(operator, { ...config, dataFormat }, [input.shape.slice(1)]));
      const result = await programWeights(program, { kind: 'kmeans', seed: 4, inputs: [input] });
      return result.ok ? result.weights[1] : {};
    };
    const last = await learn(small, 'channelsLast');
    const first = await learn(transpose(small, [0, 3, 1, 2]), 'channelsFirst');
    for (const [name, tensor] of Object.entries(last)) expectClose(first[name], tensor, name);
    const name = operator === 'conv2d' ? 'kernel' : 'depthwise_kernel';
    expect(last[name].data.some((value) => value !== 0)).toBe(true);
  });

  test('groups learn from their own channels', async () => {
    const twice = {
      shape: [1, 12, 12, 2],
      data: Float32Array.from({ length: 288 }, (_, i) => (i % 2 ? 0 : Math.sin(i))),
    };
    const config = { filters: 4, kernelSize: 3, groups: 2 };
    const program = programOf(singleLayerGraph('conv2d', config, [[12, 12, 2]]));
    const learned = await programWeights(program, { kind: 'kmeans', seed: 1, inputs: [twice] });
    if (!learned.ok) throw new Error('no weights');
    const [before, after] = [randomWeights(program, 1)[1].kernel.data, learned.weights[1].kernel.data];
    // The second channel is flat: there is nothing to learn, and its filters stay random.
    const changed = after.map((value, i) => (value === before[i] ? 0 : 1));
    expect([...changed]).toEqual(Array.from({ length: 36 }, (_, i) => (i % 4 < 2 ? 1 : 0)));
  });

  test('need an input that fits', async () => {
    const program = programOf(singleLayerGraph('conv2d', { filters: 4, kernelSize: 3 }, [[12, 12, 2]]));
    await expect(programWeights(program, { kind: 'kmeans', seed: 1, inputs: [] })).rejects.toThrow('1×12×12×2');
    const signal = AbortSignal.abort(new Error('enough'));
    const inputs = [drawTensor([1, 12, 12, 2], () => 1)];
    await expect(programWeights(program, { kind: 'kmeans', seed: 1, inputs, signal })).rejects.toThrow('enough');
  });
});

function photograph(name: string): Tensor {
  const { data, width, height, channels } = decode(
    readFileSync(path.join(import.meta.dirname, '../../../examples/images', name)),
  );
  const pixels = Float32Array.from(
    { length: width * height * 3 },
    (_, i) => data[Math.floor(i / 3) * channels + (i % 3)] / 255,
  );
  return { shape: [1, height, width, 3], data: pixels };
}

function cut({ shape, data }: Tensor, size: number): Tensor {
  const [, height, width, channels] = shape;
  const [top, left] = [Math.floor((height - size) / 2), Math.floor((width - size) / 2)];
  const at = (i: number) => {
    const [row, rest] = [Math.floor(i / (size * channels)), i % (size * channels)];
    return data[((top + row) * width + left) * channels + rest];
  };
  return {
    shape: [1, size, size, channels],
    data: Float32Array.from({ length: size * size * channels }, (_, i) => at(i)),
  };
}

function windowOf(input: number, kernel: number) {
  return { input, output: input - kernel + 1, kernel, stride: 1, dilation: 1, before: 0 };
}

function respond(patch: Float64Array, taps: Float64Array): number {
  return patch.reduce((sum, x, i) => sum + x * taps[i], 0);
}

function kurtosis(patches: readonly Float64Array[], taps: Float64Array): number {
  const responses = patches.map((patch) => respond(patch, taps));
  const mean = responses.reduce((a, b) => a + b, 0) / responses.length;
  const moment = (power: number) => responses.reduce((sum, x) => sum + (x - mean) ** power, 0) / responses.length;
  return moment(4) / moment(2) ** 2;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
