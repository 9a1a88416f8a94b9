import { describe, expect, test } from 'vitest';
import { bindSizes } from '../../../webview/models/bind-sizes.ts';
import {
  concreteInputShapes,
  imageTensor,
  noiseTensor,
  openSizes,
  tensorPixels,
} from '../../../webview/models/inputs.ts';
import { defaultInput } from '../../../webview/state/state.ts';
import { analysesOf, analysisOf } from '../analyses.ts';

const open = `
  import * as tf from '@tensorflow/tfjs';
  const model = tf.sequential({ layers: [
    tf.layers.conv2d({ inputShape: [null, null, 3], filters: 4, kernelSize: 3, name: 'a' }),
  ]});`;

describe('sizes', () => {
  test('what the code leaves open has a default and takes what is chosen', () => {
    const analysis = analysisOf(open, 'model');
    const sizes = openSizes(analysis, {});
    expect(sizes.map(({ size }) => size)).toEqual([224, 224]);
    expect(concreteInputShapes(analysis, sizes)).toEqual([[1, 224, 224, 3]]);
    const chosen = openSizes(analysis, { [sizes[0].name]: 64 });
    expect(concreteInputShapes(analysis, chosen)).toEqual([[1, 64, 224, 3]]);
  });

  test('fixed sizes leave nothing to choose', () => {
    const analysis = analysesOf('examples/lenet5.ts')[0];
    expect(openSizes(analysis, {})).toEqual([]);
    expect(concreteInputShapes(analysis, [])).toEqual([[1, 28, 28, 1]]);
  });
});

describe('values', () => {
  const rgba = Uint8ClampedArray.from([255, 0, 0, 255, 0, 0, 255, 255]);

  test('colours stay, in either range', () => {
    expect([...imageTensor(rgba, [1, 1, 2, 3], '0..1').data]).toEqual([1, 0, 0, 0, 0, 1]);
    expect([...imageTensor(rgba, [1, 1, 2, 3], '-1..1').data]).toEqual([1, -1, -1, -1, -1, 1]);
  });

  test('one channel is luminance', () => {
    const [red, blue] = imageTensor(rgba, [1, 1, 2, 1], '0..1').data;
    expect(red).toBeCloseTo(0.299, 5);
    expect(blue).toBeCloseTo(0.114, 5);
  });

  test('a tensor shows as the picture it came from', () => {
    const tensor = imageTensor(rgba, [1, 1, 2, 3], '-1..1');
    expect([...tensorPixels(tensor, '-1..1')]).toEqual([...rgba]);
  });

  test('noise depends on its seed alone and fills its range', () => {
    const noise = noiseTensor([1, 64, 64, 1], '-1..1', 7);
    expect(noise.data).toEqual(noiseTensor([1, 64, 64, 1], '-1..1', 7).data);
    expect(noise.data).not.toEqual(noiseTensor([1, 64, 64, 1], '-1..1', 8).data);
    const mean = noise.data.reduce((a, b) => a + b, 0) / noise.data.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.min(...noise.data)).toBeLessThan(-0.98);
    expect(Math.max(...noise.data)).toBeGreaterThan(0.98);
  });

  test('small grey images start with a digit, photographs with one, the rest with noise', () => {
    expect(defaultInput([1, 28, 28, 1])).toEqual({ kind: 'sample', name: 'digit' });
    expect(defaultInput([1, 224, 224, 3])).toEqual({ kind: 'sample', name: 'biplane' });
    expect(defaultInput([1, 100])).toEqual({ kind: 'noise', seed: 1 });
  });
});

test('chosen sizes make symbolic figures numbers', () => {
  const analysis = analysisOf(open, 'model');
  expect(typeof analysis.totals.macs).toBe('object');
  const sizes = openSizes(analysis, {}).map(({ name }) => ({ name, size: 10 }));
  const bound = bindSizes(analysis, sizes);
  const last = bound.nodes[bound.nodes.length - 1];
  expect(last.outputs[0]).toEqual([null, 8, 8, 4]);
  expect(bound.totals.macs).toBe(8 * 8 * 4 * 3 * 3 * 3);
  expect(bindSizes(analysis, [])).toBe(analysis);
});
