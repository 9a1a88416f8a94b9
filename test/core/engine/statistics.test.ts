import { describe, expect, test } from 'vitest';
import { pictureTensor } from '../../../core/engine/image.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import { histogram, mapStatistics, tensorStatistics } from '../../../core/engine/statistics.ts';
import { tf, toTf } from '../../oracle/index.ts';
import { drawTensor } from './compare-layer.ts';

describe('statistics', () => {
  test('mean and variance per map are those of TensorFlow.js', () => {
    const random = seededRandom(2);
    const tensor = drawTensor([1, 5, 6, 3], () => random.normal() + 100);
    const { mean, variance } = tf.moments(toTf(tensor), [0, 1, 2]);
    const maps = mapStatistics(tensor);
    for (const [channel, map] of maps.entries()) {
      expect(map.mean).toBeCloseTo(mean.dataSync()[channel], 4);
      expect(map.variance).toBeCloseTo(variance.dataSync()[channel], 4);
    }
  });

  test('what is not a number is counted and left out', () => {
    const data = Float32Array.of(1, Number.NaN, 0, Number.POSITIVE_INFINITY, 3, 0);
    expect(tensorStatistics({ shape: [1, 6], data })).toEqual({
      count: 6,
      min: 0,
      max: 3,
      mean: 1,
      variance: 1.5,
      zeros: 2,
      nans: 1,
      infinities: 1,
      dead: false,
    });
    const none = tensorStatistics({ shape: [1, 1], data: Float32Array.of(Number.NaN) });
    expect(none).toMatchObject({ min: null, max: null, mean: null, variance: null });
  });

  test('a map of zeros is dead', () => {
    const maps = mapStatistics({ shape: [1, 2, 1, 2], data: Float32Array.of(0, 1, 0, 0) });
    expect(maps.map(({ dead }) => dead)).toEqual([true, false]);
  });

  test('the second sample has statistics of its own', () => {
    const tensor = { shape: [2, 2], data: Float32Array.of(1, 2, 30, 40) };
    expect(tensorStatistics(tensor, 1)).toMatchObject({ min: 30, max: 40 });
  });

  test('histograms hold every finite value once', () => {
    const tensor = { shape: [1, 5, 1], data: Float32Array.of(0, 1, 2, 3, 4) };
    expect(histogram(tensor, 4)).toEqual({ from: 0, to: 4, counts: [1, 1, 1, 2] });
    expect(histogram({ shape: [1, 2], data: Float32Array.of(7, 7) }, 3)).toEqual({ from: 7, to: 7, counts: [2, 0, 0] });
    expect(histogram({ shape: [1, 1], data: Float32Array.of(Number.NaN) }, 3)).toBeNull();
  });
});

describe('pictures', () => {
  const picture = {
    width: 2,
    height: 2,
    data: Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0),
  };

  test('become values in the asked scale', () => {
    const size = { height: 2, width: 2, channels: 3 };
    expect([...pictureTensor(picture, size).data.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect([...pictureTensor(picture, size, 'signed').data.subarray(0, 3)]).toEqual([1, -1, -1]);
    // The transparent pixel shows white.
    expect([...pictureTensor(picture, size, 'bytes').data.subarray(9)]).toEqual([255, 255, 255]);
  });

  test('become luminance for one channel', () => {
    const { shape, data } = pictureTensor(picture, { height: 2, width: 2, channels: 1 }, 'bytes');
    expect(shape).toEqual([1, 2, 2, 1]);
    expect([...data].map(Math.round)).toEqual([76, 150, 29, 255]);
  });

  test('shrinking averages, also by uneven factors', () => {
    const grey = (values: readonly number[]) => Uint8Array.from(values.flatMap((v) => [v, v, v, 255]));
    const row = { width: 3, height: 1, data: grey([0, 90, 180]) };
    const { data } = pictureTensor(row, { height: 1, width: 2, channels: 1 }, 'bytes');
    expect([...data].map((value) => Math.round(value))).toEqual([30, 150]);
  });

  test('enlarging interpolates between pixels', () => {
    const { shape, data } = pictureTensor(picture, { height: 4, width: 4, channels: 3 });
    expect(shape).toEqual([1, 4, 4, 3]);
    expect([...data.subarray(3, 6)]).toEqual([0.5, 0.5, 0]);
  });
});
