import { describe, expect, test } from 'vitest';
import { channelsFirstSteps, layoutOf } from '../../../core/engine/map-layout.ts';
import type { Step } from '../../../core/engine/program.ts';
import { planeOf } from '../../../core/engine/summary.ts';

describe('layout of a tensor', () => {
  test.each([
    [[1, 4, 6, 3], false, { kind: 'maps', maps: 3, height: 4, width: 6 }],
    [[1, 3, 4, 6], true, { kind: 'maps', maps: 3, height: 4, width: 6 }],
    [[1, 2, 4, 6, 3], false, { kind: 'maps', maps: 3, height: 8, width: 6 }],
    [[1, 9, 5], false, { kind: 'maps', maps: 1, height: 9, width: 5 }],
    [[1, 10], false, { kind: 'vector', maps: 1, height: 1, width: 10 }],
    [[1, 1, 1, 10], false, { kind: 'vector', maps: 1, height: 1, width: 10 }],
    [[1], false, { kind: 'vector', maps: 1, height: 1, width: 1 }],
  ])('%j, channels first: %s', (shape, channelsFirst, layout) => {
    expect(layoutOf(shape, channelsFirst)).toMatchObject(layout);
  });

  test('a map is taken out of either order of axes', () => {
    const last = Float32Array.from([1, 10, 2, 20, 3, 30, 4, 40]);
    expect([...planeOf(last, layoutOf([1, 2, 2, 2], false), 1)]).toEqual([10, 20, 30, 40]);
    const first = Float32Array.from([1, 2, 3, 4, 10, 20, 30, 40]);
    expect([...planeOf(first, layoutOf([1, 2, 2, 2], true), 1)]).toEqual([10, 20, 30, 40]);
  });

  test('what follows a channels-first layer is channels first until the rank changes', () => {
    const step = (dataFormat: string | null, before: number | null, from: number[], to: number[]): Step => ({
      operator: 'conv2d',
      attributes: dataFormat ? { dataFormat } : {},
      path: [],
      inputs: before === null ? [] : [{ step: before, output: 0 }],
      inputShapes: [from],
      outputShapes: [to],
      weights: [],
      macs: 0,
    });
    const image = [1, 3, 8, 8];
    const steps = [
      step(null, null, image, image),
      step('channelsFirst', 0, image, image),
      step(null, 1, image, image),
      step(null, 2, image, [1, 192]),
    ];
    expect(channelsFirstSteps(steps)).toEqual([false, true, true, false]);
  });
});
