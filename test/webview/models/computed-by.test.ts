import { expect, test } from 'vitest';
import { computedByText, leftToOthers } from '../../../webview/models/computed-by.ts';

const whole = { engine: 'reference', reason: 'no kernel for upSampling2d', partly: false } as const;
const part = { engine: 'reference', reason: 'activation softmax', partly: true } as const;

test('a layer says where it was computed, and why', () => {
  expect(computedByText(whole)).toBe('in JavaScript: no kernel for upSampling2d');
  expect(computedByText(part)).toBe('activation softmax in JavaScript');
});

test('a run says how much of it was left to others', () => {
  const own = { computedBy: null, milliseconds: 4 };
  expect(leftToOthers([own, own])).toBeNull();
  expect(leftToOthers([own, { computedBy: whole, milliseconds: 2 }, { computedBy: part, milliseconds: 1.5 }])).toBe(
    '2 of 3 layers, 3.5 ms',
  );
});
