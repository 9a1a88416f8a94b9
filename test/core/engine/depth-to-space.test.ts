import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import { backpropagate } from '../../../core/engine/reference/gradient/backpropagate.ts';
import { transpose } from '../../../core/engine/reference/layout.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { fromTf, tf } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

const input = drawTensor([2, 3, 4, 18], seededRandom(1).normal);

describe('depthToSpace', () => {
  test.each([
    ['channelsLast', [0, 1, 2, 3]],
    ['channelsFirst', [0, 3, 1, 2]],
  ])('computes what tf.depthToSpace computes, %s', async (dataFormat, order) => {
    const given = transpose(input, order);
    const program = programOf(
      singleLayerGraph('depthToSpace', { blockSize: 3, dataFormat }, [given.shape.slice(1)]),
      2,
    );
    const expected = fromTf(tf.depthToSpace(tf.tensor4d(input.data, [2, 3, 4, 18]), 3));
    const values = await runProgram(program, [{}, {}], [given]);
    expectClose(values[1][0], transpose(expected, order), dataFormat);
    // Nothing is lost: what minds the output minds the input, element by element.
    const [[gradient]] = backpropagate(program, [{}, {}], values, { step: 1, output: 0 }, values[1][0]).values;
    expect(gradient).toEqual(given);
  });

  // The paper's example: 64 maps become r² channels, which become one map r times as large.
  test('has neither parameters nor work, and minds channels that do not divide', () => {
    const { nodes, totals } = analyseGraph(singleLayerGraph('depthToSpace', { blockSize: 3 }, [[17, 17, 9]]));
    expect(nodes[1]).toMatchObject({ outputs: [[null, 51, 51, 1]], facts: [] });
    expect(totals).toMatchObject({
      macs: 0,
      params: { total: 0 },
      receptiveField: { size: [1, 1], stride: [1 / 3, 1 / 3] },
    });
    const odd = analyseGraph(singleLayerGraph('depthToSpace', { blockSize: 2 }, [[17, 17, 9]]));
    expect(odd.nodes[1].facts).toEqual([{ kind: 'groups-divide-channels', groups: 4, channels: 9, side: 'input' }]);
  });
});
