import { afterEach, describe, expect, test } from 'vitest';
import { recurrentParts } from '../../../../core/engine/inspect/recurrent-parts.ts';
import { tf } from '../../../oracle/index.ts';
import { askedLayer, type Comparison } from '../compare-layer.ts';

afterEach(() => tf.disposeVariables());

describe('the state after a step is what TensorFlow.js computes', () => {
  test.each<Comparison>([
    { operator: 'simpleRNN', config: { units: 4, returnSequences: true }, inputs: [[5, 3]] },
    { operator: 'simpleRNN', config: { units: 4, activation: 'relu', useBias: false }, inputs: [[5, 3]] },
    { operator: 'gru', config: { units: 3, returnSequences: true }, inputs: [[6, 2]] },
    { operator: 'gru', config: { units: 3, recurrentActivation: 'sigmoid' }, inputs: [[4, 2]] },
    { operator: 'lstm', config: { units: 3, returnSequences: true }, inputs: [[6, 2]] },
    { operator: 'lstm', config: { units: 3, returnSequences: true, goBackwards: true }, inputs: [[5, 2]] },
    { operator: 'lstm', config: { units: 2, recurrentActivation: 'sigmoid' }, inputs: [[5, 4]] },
  ])('$operator $config', (comparison) => {
    const { program, weights, values, outputs, what } = askedLayer({ ...comparison, batch: 1 });
    const layer = program.steps.at(-1)!;
    const { data, shape } = outputs[0]!;
    const units = shape.at(-1)!;
    const times = comparison.inputs[0]![0]!;
    const seen = shape.length === 3 ? Array.from({ length: times }, (_, at) => at) : [times - 1];
    for (const at of seen) {
      for (let unit = 0; unit < units; unit++) {
        const parts = recurrentParts(layer, values, weights.at(-1)!, unit, at)!;
        const expected = data[(shape.length === 3 ? at : 0) * units + unit]!;
        expect(parts.hidden.after, `${what} step ${at}, unit ${unit}`).toBeCloseTo(expected, 5);
        if (at > 0 && shape.length === 3) expect(parts.hidden.before).toBeCloseTo(data[(at - 1) * units + unit]!, 5);
      }
    }
  });
});

test('a layer that goes backwards reads the end first', () => {
  const { program, weights, values } = askedLayer({
    operator: 'lstm',
    config: { units: 2, goBackwards: true, returnSequences: true },
    inputs: [[5, 3]],
    batch: 1,
  });
  const { time, step, steps, carry } = recurrentParts(program.steps.at(-1)!, values, weights.at(-1)!, 0, 0)!;
  expect({ time, step, steps, memory: carry?.before }).toEqual({ time: 4, step: 0, steps: 5, memory: 0 });
});
