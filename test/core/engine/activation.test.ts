import { expect, test } from 'vitest';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

test('a rectifier gives 0 for −∞, keeps +∞ and shows NaN', async () => {
  const program = programOf(singleLayerGraph('reLU', {}, [[3]]));
  const data = Float32Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN);
  const [, [output]] = await runProgram(program, [{}, {}], [{ shape: [1, 3], data }]);
  expect([...output.data]).toEqual([0, Number.POSITIVE_INFINITY, Number.NaN]);
});
