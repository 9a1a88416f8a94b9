import { describe, expect, it } from 'vitest';
import { analyse } from '../harness/check.ts';

/** The problems of a model of one wrapper: rule, what is underlined, message. */
function problems(wrapper: string) {
  const text = `import * as tf from '@tensorflow/tfjs';\ntf.sequential({ layers: [tf.layers.${wrapper}] });\n`;
  return analyse('/project/wrapped.ts', text).findings.map(({ rule, place, message }) => ({
    rule,
    at: text.slice(place.range.start, place.range.end),
    message,
  }));
}

describe('one cause gives one problem', () => {
  it.each([
    ['conv2d({ filters: 4, kernelSize: 3 })', '[28, 28, 1]', '5 dimensions (batch, steps, height, width, channels)'],
    ['lstm({ units: 4 })', '[28, 1]', '4 dimensions (batch, steps, steps, channels)'],
    ['dense({ units: 4 })', '[8]', 'at least 3 dimensions (batch, steps, …)'],
  ])('a sequence of the wrong rank for %s', (layer, inputShape, expected) => {
    const found = problems(`timeDistributed({ inputShape: ${inputShape}, name: 'each', layer: tf.layers.${layer} })`);
    const input = inputShape.replace('[', '[?, ');
    const message = `each needs ${expected}, but its input is ${input}.`;
    expect(found).toEqual([{ rule: 'rank-mismatch', at: 'timeDistributed', message }]);
  });

  it('a window that does not fit one step', () => {
    const layer = "tf.layers.conv2d({ filters: 4, kernelSize: 9, activation: 'relu' })";
    const found = problems(`timeDistributed({ inputShape: [5, 8, 8, 1], layer: ${layer} })`);
    expect(found.map(({ rule, at }) => [rule, at])).toEqual([['empty-output', 'kernelSize: 9']]);
  });

  it('an even kernel in each step', () => {
    const layer = "tf.layers.conv2d({ filters: 4, kernelSize: 4, padding: 'same', activation: 'relu' })";
    const found = problems(`timeDistributed({ inputShape: [5, 8, 8, 1], layer: ${layer} })`);
    expect(found.map(({ rule, at }) => [rule, at])).toEqual([['even-kernel-padding', 'kernelSize: 4']]);
  });

  it('a sequence of the wrong rank in both directions', () => {
    const found = problems('bidirectional({ inputShape: [28, 28, 1], layer: tf.layers.lstm({ units: 4 }) })');
    expect(found.map(({ rule, at }) => [rule, at])).toEqual([['rank-mismatch', 'bidirectional']]);
  });
});
