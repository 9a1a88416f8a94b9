import { describe, expect, test } from 'vitest';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import {
  bytes,
  count,
  duration,
  exactCount,
  limit,
  percent,
  shortSizes,
  sizes,
  value,
} from '../../../webview/models/figures.ts';

describe('figures', () => {
  test.each([
    [0, '0'],
    [992, '992'],
    [61_706, '61.7 k'],
    [999_960, '1.00 M'],
    [10_838_016, '10.8 M'],
    [4_089_184_256, '4.09 G'],
    [null, '?'],
  ])('count %s is %s', (n, text) => {
    expect(count(n)).toBe(text);
  });

  test('counts that can be read at a glance are exact', () => {
    expect(exactCount(5568)).toBe('5,568');
    expect(exactCount(2_257_984)).toBe('2.26 M');
    expect(exactCount(symbol('H'))).toBe('H');
  });

  test.each([
    [40, '40 B'],
    [301_056, '294 KiB'],
    [1_806_336, '1.72 MiB'],
    [null, '?'],
  ])('%s bytes are %s', (n, text) => {
    expect(bytes(n)).toBe(text);
  });

  test.each([
    [0.531, '0.53 ms'],
    [5.71, '5.7 ms'],
    [27.04, '27.0 ms'],
    [703, '703 ms'],
    [1420, '1.42 s'],
  ])('%s milliseconds are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('shapes leave out the batch, squares can be short', () => {
    expect(sizes([null, 112, 112, 32])).toBe('112×112×32');
    expect(shortSizes([null, 112, 112, 32])).toBe('112² · 32');
    expect(shortSizes([null, 112, 56, 32])).toBe('112×56×32');
    expect(sizes([null])).toBe('scalar');
  });

  test('values have a real minus and say what is no number', () => {
    expect(value(-4.518)).toBe('−4.518');
    expect(value(1.2e-7)).toBe('1.20e−7');
    expect(value(0)).toBe('0');
    expect(value(Number.NaN)).toBe('NaN');
    expect(value(Number.NEGATIVE_INFINITY)).toBe('−∞');
    expect(limit(-26.38)).toBe('−26.4');
    expect(percent(0.0004)).toBe('< 0.1%');
    expect(percent(0.366)).toBe('37%');
  });
});
