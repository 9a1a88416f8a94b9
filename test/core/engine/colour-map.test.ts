import { describe, expect, test } from 'vitest';
import {
  colourIndex,
  colourTable,
  limitsOf,
  paintMap,
  sequentialMaps,
  wantsDarkText,
} from '../../../core/engine/colour-map.ts';
import { sampled } from '../../../core/engine/colour-tables.ts';
import { sample, sources } from './bake-colour-tables.ts';

const pixel = (bytes: Uint8ClampedArray, at: number) => [...bytes.subarray(at * 4, at * 4 + 4)];

describe('tables', () => {
  test.each(Object.keys(sources) as (keyof typeof sources)[])('%s is what d3-scale-chromatic draws', (name) => {
    expect(sampled[name]).toBe(sample(sources[name]));
  });

  test.each(sequentialMaps)('%s has 256 opaque colours that grow lighter', (name) => {
    const table = colourTable(name);
    const luminance = (at: number) => {
      const [red, green, blue, alpha] = pixel(table, at);
      expect(alpha).toBe(255);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (const at of [32, 64, 96, 128, 160, 192, 224, 255]) expect(luminance(at)).toBeGreaterThan(luminance(at - 32));
  });

  test.each([
    ['diverging-dark', [0xa6, 0xd2, 0xfa], [0x1c, 0x1c, 0x1c], [0xfc, 0xc9, 0x94]],
    ['diverging-light', [0x0b, 0x4f, 0x8a], [0xf7, 0xf7, 0xf7], [0x8a, 0x3c, 0x00]],
  ] as const)('%s runs from its blue over its surface to its orange', (name, low, centre, high) => {
    const table = colourTable(name);
    expect(pixel(table, 0).slice(0, 3)).toEqual(low);
    expect(pixel(table, 255).slice(0, 3)).toEqual(high);
    // 256 colours have no middle one: both neighbours of the centre are a hair away from the surface.
    for (const at of [127, 128]) {
      pixel(table, at)
        .slice(0, 3)
        .forEach((part, i) => {
          expect(Math.abs(part - centre[i])).toBeLessThanOrEqual(4);
        });
    }
  });
});

describe('painting', () => {
  test('signed limits are symmetric, so that zero is the centre', () => {
    expect(limitsOf(-3, 1)).toEqual({ low: -3, high: 3 });
    expect(limitsOf(-1, 4)).toEqual({ low: -4, high: 4 });
    expect(limitsOf(0, 6)).toEqual({ low: 0, high: 6 });
    expect([127, 128]).toContain(colourIndex(0, limitsOf(-3, 1)));
  });

  test('values outside the limits take the end colours, a constant layer the middle', () => {
    expect(colourIndex(-5, { low: 0, high: 1 })).toBe(0);
    expect(colourIndex(9, { low: 0, high: 1 })).toBe(255);
    expect(colourIndex(2, { low: 2, high: 2 })).toBe(128);
  });

  test('a map is painted pixel by pixel as the table says', () => {
    const table = colourTable('grey');
    const pixels = new Uint8ClampedArray(16);
    paintMap([0, 0.5, 1, 2], 2, { low: 0, high: 1 }, table, pixels);
    expect([0, 1, 2, 3].map((at) => pixel(pixels, at)[0])).toEqual([0, 128, 255, 255]);
  });

  test('NaN is magenta and infinity a checker of black and white, in no map’s colour', () => {
    const pixels = new Uint8ClampedArray(9 * 4);
    const values = new Float32Array(9).fill(Number.POSITIVE_INFINITY);
    values[0] = Number.NaN;
    values[4] = Number.NEGATIVE_INFINITY;
    paintMap(values, 3, { low: 0, high: 1 }, colourTable('viridis'), pixels);
    expect(pixel(pixels, 0)).toEqual([255, 0, 255, 255]);
    expect([1, 2, 3, 4, 5, 6].map((at) => pixel(pixels, at)[0])).toEqual([0, 255, 0, 255, 0, 255]);
  });

  test('text is dark on light colours only', () => {
    expect(wantsDarkText(255, 255, 255)).toBe(true);
    expect(wantsDarkText(0x44, 0x01, 0x54)).toBe(false);
  });
});
