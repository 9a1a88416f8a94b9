import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symbol } from '../../../core/vocabulary/dimension.ts';
import {
  explainWindow,
  transposedWindowAxis,
  type WindowOptions,
  windowAxis,
} from '../../../core/vocabulary/window.ts';

const size = fc.integer({ min: 1, max: 40 });
const kernel = fc.integer({ min: 1, max: 7 });
const small = fc.integer({ min: 1, max: 4 });
const pad = fc.integer({ min: 0, max: 5 });

/** Counts window positions one by one: a window is kept while it stays inside the padded input. */
function countPositions(input: number, extent: number, stride: number, before: number, after: number): number {
  let count = 0;
  for (let start = -before; start + extent <= input + after; start += stride) count++;
  return count;
}

describe('windowAxis', () => {
  it('counts the positions of explicitly padded windows', () => {
    fc.assert(
      fc.property(size, kernel, small, small, pad, pad, (input, k, stride, dilation, before, after) => {
        const axis = windowAxis({ input, kernel: k, stride, dilation, padding: [before, after] });
        expect(axis.output).toBe(countPositions(input, dilation * (k - 1) + 1, stride, before, after));
      }),
    );
  });

  it("makes 'same' ⌈n/s⌉ with just enough padding, the odd pixel at the end", () => {
    fc.assert(
      fc.property(size, kernel, small, small, (input, k, stride, dilation) => {
        const axis = windowAxis({ input, kernel: k, stride, dilation, padding: 'same' });
        const [before, after] = [Number(axis.padBegin), Number(axis.padEnd)];
        const extent = dilation * (k - 1) + 1;
        expect(axis.output).toBe(Math.ceil(input / stride));
        expect(countPositions(input, extent, stride, before, after)).toBe(axis.output);
        expect(after - before === 0 || after - before === 1).toBe(true);
        if (after > 0)
          expect(countPositions(input, extent, stride, before, after - 1)).toBeLessThan(Number(axis.output));
      }),
    );
  });

  it("mirrors 'same' for 'sameLower'", () => {
    fc.assert(
      fc.property(size, kernel, small, (input, k, stride) => {
        const upper = windowAxis({ input, kernel: k, stride, padding: 'same' });
        const lower = windowAxis({ input, kernel: k, stride, padding: 'sameLower' });
        expect([lower.padBegin, lower.padEnd, lower.output]).toEqual([upper.padEnd, upper.padBegin, upper.output]);
      }),
    );
  });

  it('in ceil mode keeps every window that starts inside the input or its padding before', () => {
    fc.assert(
      fc.property(size, kernel, small, pad, (input, k, stride, padding) => {
        fc.pre(padding <= k / 2 && input + 2 * padding >= k);
        const axis = windowAxis({ input, kernel: k, stride, padding: [padding, padding], ceil: true });
        let count = Math.ceil((input + 2 * padding - k) / stride) + 1;
        if ((count - 1) * stride >= input + padding) count--;
        expect(axis.output).toBe(count);
      }),
    );
  });

  it.each<[string, WindowOptions, number]>([
    ['full: n + K − 1', { input: 5, kernel: 3, padding: 'full' }, 7],
    ['half of an odd kernel keeps the size', { input: 5, kernel: 3, padding: 'half' }, 5],
    ['half of an even kernel adds one', { input: 4, kernel: 2, padding: 'half' }, 5],
    ['causal keeps the size', { input: 9, kernel: 3, dilation: 2, padding: 'causal' }, 9],
    ['an even kernel padded by 1 on each side', { input: 4, kernel: 2, padding: [1, 1] }, 5],
    ['a window larger than the input', { input: 2, kernel: 5 }, 0],
    ['ceil mode', { input: 6, kernel: 3, stride: 2, ceil: true }, 3],
    ['floor mode', { input: 6, kernel: 3, stride: 2 }, 2],
  ])('%s', (_, options, output) => {
    expect(windowAxis(options).output).toBe(output);
  });

  it('pads causally before the first step only', () => {
    expect(windowAxis({ input: 9, kernel: 3, dilation: 2, padding: 'causal' })).toMatchObject({
      padBegin: 4,
      padEnd: 0,
    });
  });

  it('stays unknown where something is unknown', () => {
    expect(windowAxis({ input: 9, kernel: null }).output).toBe(null);
    expect(windowAxis({ input: 9, kernel: 3, padding: null }).output).toBe(null);
    expect(windowAxis({ input: 9, kernel: null, stride: 2, padding: 'same' }).output).toBe(5);
  });
});

describe('transposedWindowAxis', () => {
  it('inverts the size of the convolution it transposes', () => {
    fc.assert(
      fc.property(size, kernel, small, small, pad, pad, (n, k, stride, dilation, before, after) => {
        const options = { kernel: k, stride, dilation, padding: [before, after] as const };
        const forward = Number(windowAxis({ ...options, input: n }).output);
        fc.pre(forward > 0);
        const outputPadding = (n + before + after - dilation * (k - 1) - 1) % stride;
        expect(transposedWindowAxis({ ...options, input: forward, outputPadding }).output).toBe(n);
      }),
    );
  });

  it('follows TensorFlow where no output padding is given', () => {
    fc.assert(
      fc.property(size, kernel, small, (input, k, stride) => {
        const same = transposedWindowAxis({ input, kernel: k, stride, padding: 'same' });
        const valid = transposedWindowAxis({ input, kernel: k, stride, padding: 'valid' });
        expect(same.output).toBe(input * stride);
        expect(valid.output).toBe(input * stride + Math.max(k - stride, 0));
      }),
    );
  });

  it('is 4×4 from 2×2 for a 3×3 kernel', () => {
    expect(transposedWindowAxis({ input: 2, kernel: 3 }).output).toBe(4);
  });
});

describe('explainWindow', () => {
  it.each([
    [windowAxis({ input: 224, kernel: 7, stride: 2, padding: [3, 3] }), '⌊(224 + 3 + 3 − 7) / 2⌋ + 1'],
    [windowAxis({ input: 224, kernel: 7, stride: 2, padding: 'same' }), '⌈224 / 2⌉'],
    [windowAxis({ input: 28, kernel: 5 }), '⌊(28 − 5) / 1⌋ + 1'],
    [windowAxis({ input: 9, kernel: 3, dilation: 2 }), '⌊(9 − 5) / 1⌋ + 1, where 5 = 2·(3 − 1) + 1'],
    [windowAxis({ input: 6, kernel: 3, stride: 2, ceil: true }), '⌈(6 − 3) / 2⌉ + 1'],
    [windowAxis({ input: symbol('H'), kernel: 3, stride: 2 }), '⌊(H − 3) / 2⌋ + 1'],
    [windowAxis({ input: 224, kernel: 1, padding: [3, 2] }), '224 + 3 + 2'],
    [windowAxis({ input: 224, kernel: 1, padding: [-16, -8] }), '224 − 16 − 8'],
    [windowAxis({ input: 56, kernel: 1 }), '56'],
    [transposedWindowAxis({ input: 8, kernel: 2, stride: 2 }), '8·2'],
    [windowAxis({ input: null, kernel: 3 }), '⌊(? − 3) / 1⌋ + 1'],
    [transposedWindowAxis({ input: 8, kernel: 4, stride: 2, padding: [1, 1] }), '(8 − 1)·2 − 1 − 1 + 4'],
    [transposedWindowAxis({ input: 4, kernel: 2, stride: 3 }), '(4 − 1)·3 + 2 + 1'],
  ])('%#: %s', (axis, text) => {
    expect(explainWindow(axis)).toBe(text);
  });
});
