import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatExact } from '../../../core/graph/print.ts';
import { symbol } from '../../../core/vocabulary/dimension.ts';

describe('formatCount', () => {
  it.each<[number, string]>([
    [0, '0'],
    [992, '992'],
    [9_472, '9.47 k'],
    [61_706, '61.7 k'],
    [416_520, '417 k'],
    [999_999, '1.00 M'],
    [25_557_032, '25.6 M'],
    [138_357_544, '138 M'],
    [4_089_184_256, '4.09 G'],
    [1e15, '1.00 P'],
  ])('%d is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('says what is a bound, symbolic or unknown', () => {
    expect(formatCount(9_472, 'lower-bound')).toBe('≥ 9.47 k');
    expect(formatCount(symbol('H'))).toBe('H');
    expect(formatCount(null)).toBe('?');
    expect(formatExact(25_557_032)).toBe('25,557,032');
  });
});

describe('formatBytes', () => {
  it.each<[number, string]>([
    [512, '512 B'],
    [4_096, '4.00 KiB'],
    [3_211_264, '3.06 MiB'],
    [602_112_000, '574 MiB'],
    [5 * 1024 ** 3, '5.00 GiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
