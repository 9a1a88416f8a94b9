import { type Dimension, isKnown, printDimension } from '../../core/vocabulary/dimension.ts';
import type { Shape } from '../../core/vocabulary/operator.ts';

/** Figures as the panel prints them: × and − as signs, a space before a unit, `?` for what is not known. */

/** `992`, `61.7 k`, `4.09 G`: three significant digits and a decimal prefix. */
export function count(value: Dimension): string {
  if (!isKnown(value)) return printDimension(value);
  const steps = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const;
  for (const [size, unit] of steps) {
    // 999,950 would print as 1000 k, so it already belongs to the next prefix.
    if (value >= size * 0.9995 && value >= 1000) return threeDigits(value / size) + unit;
  }
  return String(value);
}

/** `5,568` below a million, a prefix above: the exact integer as long as it can be read at a glance. */
export function exactCount(value: Dimension): string {
  return isKnown(value) && value < 1e6 ? value.toLocaleString('en-US') : count(value);
}

/** `294 KiB`, `1.72 MiB`. */
export function bytes(value: Dimension): string {
  if (!isKnown(value)) return value === null ? '?' : `${printDimension(value)} B`;
  for (const [size, unit] of [
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
  ] as const) {
    if (value >= size * 0.9995) return `${threeDigits(value / size)} ${unit}`;
  }
  return `${value} B`;
}

/** `0.53 ms`, `5.7 ms`, `1.42 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${threeDigits(milliseconds / 1000)} s`;
  if (milliseconds >= 99.5) return `${Math.round(milliseconds)} ms`;
  return `${milliseconds < 9.95 ? milliseconds.toFixed(milliseconds < 0.995 ? 2 : 1) : milliseconds.toFixed(1)} ms`;
}

/** `112×112×32`, without the batch; `scalar` when nothing is left. */
export function sizes(shape: Shape): string {
  return shape.length > 1 ? shape.slice(1).map(printDimension).join('×') : 'scalar';
}

/** `112² · 32` where a square fits in less room, else the sizes. */
export function shortSizes(shape: Shape): string {
  const [height, width, channels] = shape.slice(1);
  if (shape.length !== 4 || height === undefined || printDimension(height) !== printDimension(width ?? null)) {
    return sizes(shape);
  }
  return isKnown(height) ? `${height}² · ${printDimension(channels ?? null)}` : sizes(shape);
}

/** A value of a tensor with four significant digits: `2.282`, `−0.0142`, `1.20e−7`, `0`. */
export function value(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  const size = Math.abs(x);
  const text = size < 1e-3 || size >= 1e5 ? x.toExponential(2) : x.toPrecision(4);
  return signed(text);
}

/** A limit of a scale, short: `6`, `26.4`, `−0.5`. */
export function limit(x: number): string {
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-2 || size >= 1e5)) return signed(x.toExponential(1));
  return signed(String(Number(x.toPrecision(3))));
}

export function percent(share: number): string {
  if (share === 0) return '0%';
  if (share > 0 && share < 0.001) return '< 0.1%';
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)}%`;
}

function signed(text: string): string {
  return text.replaceAll('-', '−').replace('e+', 'e');
}

function threeDigits(x: number): string {
  return x >= 99.95 ? x.toFixed(0) : x >= 9.995 ? x.toFixed(1) : x.toFixed(2);
}
