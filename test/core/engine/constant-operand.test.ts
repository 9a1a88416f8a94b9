import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { fromTf, tf, toTf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

const input = drawTensor([2, 3, 4, 5], seededRandom(3).normal);
const operations = {
  add: tf.add,
  subtract: tf.sub,
  multiply: tf.mul,
  divide: tf.div,
  minimum: tf.minimum,
  maximum: tf.maximum,
} as const;
const shapes = [[], [5], [1], [4, 1], [3, 1, 5], [1, 3, 4, 1]] as const;

describe('constantOperand', () => {
  test.each(Object.entries(operations))('computes what TensorFlow.js computes: %s', async (operation, compute) => {
    for (const shape of shapes) {
      for (const reversed of [false, true]) {
        const constant = drawTensor([...shape], () => 0.5 + seededRandom(shape.length).uniform());
        const graph = singleLayerGraph('constantOperand', { operation, shape: [...shape], reversed }, [[3, 4, 5]]);
        const [x, c] = [toTf(input), toTf(constant)];
        const expected = fromTf(reversed ? compute(c, x) : compute(x, c));
        const values = await runProgram(programOf(graph, 2), [{}, { constant }], [input]);
        expectClose(values[1][0], expected, `${operation} ${shape}`);
      }
    }
  });

  test('has a value per channel unless told, and minds a constant that does not fit', () => {
    const { totals, nodes } = analyseGraph(singleLayerGraph('constantOperand', {}, [[3, 4, 5]]));
    expect(totals.params.total).toBe(5);
    expect(nodes[1]).toMatchObject({ outputs: [[null, 3, 4, 5]], facts: [], cost: { macs: 0, otherOps: 60 } });
    const wide = analyseGraph(singleLayerGraph('constantOperand', { shape: [4] }, [[3, 4, 5]]));
    expect(wide.nodes[1].facts).toMatchObject([{ kind: 'shape-mismatch' }]);
  });
});
