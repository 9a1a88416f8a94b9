import { describe, expect, test } from 'vitest';
import type { Axis } from '../../../core/engine/reference/geometry.ts';
import { textOn } from '../../../webview/models/cell-colours.ts';
import {
  cellText,
  metText,
  outputAt,
  overlapText,
  steppedPlace,
  valueSteps,
  windowRectangle,
  winner,
} from '../../../webview/models/window-view.ts';
import type { WindowFacts } from '../../../webview/worker/protocol.ts';

const axis = (change: Partial<Axis> = {}): Axis => ({
  input: 9,
  output: 5,
  kernel: 3,
  stride: 2,
  dilation: 1,
  before: 1,
  ...change,
});

const facts: WindowFacts = {
  how: 'sum',
  scatters: false,
  taps: { rows: 1, columns: 3, places: Int32Array.of(-1, 10, 11) },
  axes: [axis(), axis()],
  planes: [{ channel: 0, values: Float32Array.of(0, 1, 2), weights: Float32Array.of(9, 0.5, -1), sum: -1.5 }],
  others: { count: 0, sum: 0 },
  sum: -1.5,
  bias: 0.25,
  divisor: 1,
  power: 1,
  combined: false,
  activation: 'relu',
  value: 0,
  followers: [{ kind: 'normalisation', label: 'bn', scale: 2, shift: -1, value: -1 }],
  inputStep: 0,
  input: { map: 0, height: 9, width: 9, plane: null },
};

describe('where the window stands', () => {
  test.each([
    [0, { top: -1, left: -1, height: 3, width: 3 }],
    [4, { top: 7, left: 7, height: 3, width: 3 }],
  ])('gathering, at %i', (at, expected) => {
    expect(windowRectangle([axis(), axis()], false, at, at)).toEqual(expected);
  });

  test('dilated it covers more', () => {
    expect(windowRectangle([axis({ dilation: 2 }), axis()], false, 1, 1)).toEqual({
      top: 1,
      left: 1,
      height: 5,
      width: 3,
    });
  });

  test('of a transposed convolution it covers the inputs that land here', () => {
    const up = axis({ input: 5, output: 11, before: 0 });
    // Output 4 is reached by input 1 (2 … 4) and input 2 (4 … 6).
    expect(windowRectangle([up, up], true, 4, 5)).toEqual({ top: 1, left: 2, height: 2, width: 1 });
  });

  test('an input pixel finds the output whose window has it in its middle', () => {
    expect(outputAt([axis(), axis()], false, 4, 8)).toEqual({ row: 2, column: 4 });
    for (let at = 0; at < 5; at++) {
      const { top } = windowRectangle([axis(), axis()], false, at, at);
      expect(outputAt([axis(), axis()], false, top + 1, 0).row).toBe(at);
    }
  });

  test('stepping goes row by row and from the end to the start', () => {
    const layout = { kind: 'maps', maps: 1, height: 2, width: 3 } as const;
    expect(steppedPlace({ map: 1, row: 0, column: 2 }, layout, 1)).toEqual({ map: 1, row: 1, column: 0 });
    expect(steppedPlace({ map: 1, row: 1, column: 2 }, layout, 1)).toEqual({ map: 1, row: 0, column: 0 });
    expect(steppedPlace({ map: 1, row: 0, column: 0 }, layout, -1)).toEqual({ map: 1, row: 1, column: 2 });
  });

  test('what it meets is told in rows and columns, padding left out', () => {
    expect(metText(facts)).toBe('rows 1, columns 1–2');
    expect(metText({ ...facts, taps: { ...facts.taps, places: Int32Array.of(-1, -1, -1) } })).toBeNull();
  });
});

describe('what the value comes to', () => {
  test('sum, bias, activation, normalisation', () => {
    expect(valueSteps(facts)).toEqual([
      { title: 'Sum', value: -1.5, how: '−1.500' },
      { title: '+ bias', value: -1.25, how: '−1.500 + 0.2500' },
      { title: 'relu', value: 0, how: 'max(0, z)' },
      { title: 'Batch norm', value: -1, how: '2.000·z − 1.000' },
    ]);
  });

  test.each([
    [{ how: 'norm', power: 2 }, 'Norm', '√Σ x²'],
    [{ how: 'norm', power: 3 }, 'Norm', '(Σ |x|^3)^(1/3)'],
    [{ how: 'copy' }, 'Value', 'no switch points here'],
  ] as const)('%j', (change, title, how) => {
    const plane = { ...facts.planes[0]!, weights: null };
    const [step] = valueSteps({ ...facts, ...change, planes: [plane], activation: null, followers: [] });
    expect([step?.title, step?.how]).toEqual([title, how]);
  });

  test('a maximum names how many it is of, a mean its divisor', () => {
    const [largest] = valueSteps({ ...facts, how: 'maximum', activation: null, followers: [] });
    // Pixel 11 of an input of nine columns.
    expect(largest?.how).toBe('of 2, at [1, 2]');
    expect(valueSteps({ ...facts, how: 'mean', divisor: 2, activation: null, followers: [] })[0]?.how).toBe(
      '−3.000 / 2',
    );
  });

  test('of a transposed convolution, how many taps land here, and whether that is even over the map', () => {
    const up = (kernel: number, stride: number): WindowFacts => {
      const one = axis({ kernel, stride, before: 0 });
      return { ...facts, scatters: true, axes: [one, one] };
    };
    expect(overlapText(facts)).toBeNull();
    expect(overlapText(up(4, 2))).toBe('2 of 3 taps land here, as inside the whole map');
    expect(overlapText(up(3, 2))).toBe('2 of 3 taps land here; inside the map 1 to 4: uneven');
  });

  test('padding never wins', () => {
    const plane = { channel: 0, values: Float32Array.of(0, -3, -2), weights: null, sum: -2 };
    expect(winner(plane, facts.taps.places)).toBe(2);
  });
});

test.each([
  [0.123, '0.12', '.12'],
  [-0.456, '−0.46', '−.46'],
  [-0.001, '0.00', '0'],
  [12.34, '12.3', '12'],
  [-1.26, '−1.26', '−1.3'],
  [123.4, '123', '123'],
  [Number.NaN, 'NaN', 'NaN'],
])('a cell prints %f as %s, and as %s where it is narrow', (x, wide, narrow) => {
  expect([cellText(x), cellText(x, true)]).toEqual([wide, narrow]);
});

test('numbers are dark on light cells and light on dark ones', () => {
  expect([textOn(255, 255, 255), textOn(253, 231, 37), textOn(68, 1, 84), textOn(0, 0, 0)]).toEqual([
    '#111',
    '#111',
    '#fff',
    '#fff',
  ]);
});
