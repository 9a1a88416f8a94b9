import { expect, it } from 'vitest';
import { analyse } from '../harness/check.ts';

const problem =
  "tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [9, 9, 1], filters: 8, kernelSize: 4, padding: 'same', stride: 2 })] });";
const rulesOf = (before: string, after = '') =>
  analyse('/project/x.ts', `import * as tf from '@tensorflow/tfjs';\n${before}\n${problem}${after}\n`).findings.map(
    ({ rule }) => rule,
  );

it.each([
  ['', '', ['even-kernel-padding', 'ignored-argument']],
  ['// convlens-disable-next-line even-kernel-padding', '', ['ignored-argument']],
  ['// convlens-disable-next-line even-kernel-padding, ignored-argument', '', []],
  ['// convlens-disable-next-line', '', []],
  ['/* convlens-disable-next-line ignored-argument -- wanted so */', '', ['even-kernel-padding']],
  ['', ' // convlens-disable-line ignored-argument', ['even-kernel-padding']],
  ['// convlens-disable even-kernel-padding\n\n', '', ['ignored-argument']],
  ['// convlens-disable-next-line even-kernel-padding\n', '', ['even-kernel-padding', 'ignored-argument']],
  ['// convlens-disable-next-line even-kernel-padding\n// convlens-disable-next-line ignored-argument', '', []],
  ['// convlens-disabled', '', ['even-kernel-padding', 'ignored-argument']],
])('%s … %s', (before, after, expected) => {
  expect(rulesOf(before, after)).toEqual(expected);
});

it('settings change the severity of a rule or switch it off', () => {
  const text = `import * as tf from '@tensorflow/tfjs';\n${problem}\n`;
  const rules = { 'even-kernel-padding': 'off', 'ignored-argument': 'error' } as const;
  const { findings } = analyse('/project/x.ts', text, { rules });
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['ignored-argument', 'error']]);
});
