import { expect, test } from 'vitest';
import { seededRandom } from '../../../core/engine/random.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import { denseToConvolution } from '../../../core/graph/convert.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram } from './single-layer.ts';

/** A classifier of 224×224 pixels that shrinks maps by 32. Nothing is padded, so a crop does not notice where it was cut. */
function classifier(): Graph {
  const builder = buildGraph('classifier');
  let x = builder.input([null, null, null, 2]);
  for (let stage = 0; stage < 5; stage++) {
    x = builder.layer('conv2d', { filters: 3, kernelSize: 1, activation: 'tanh' }, [x], { name: `conv${stage}` });
    x = builder.layer(stage % 2 ? 'averagePooling2d' : 'maxPooling2d', {}, [x]);
  }
  const hidden = builder.layer('dense', { units: 8, activation: 'relu' }, [builder.layer('flatten', {}, [x])], {
    name: 'hidden',
  });
  return builder.finish([builder.layer('dense', { units: 5 }, [hidden], { name: 'scores' })]);
}

/** The graph for pictures of this size. */
function sized(graph: Graph, size: number): Graph {
  const [input, ...layers] = graph.layers;
  return { ...graph, layers: [{ ...input!, inputShape: [null, size, size, 2] }, ...layers] };
}

function crop({ data }: Tensor, size: number, top: number, left: number): Tensor {
  const cut = new Float32Array(224 * 224 * 2);
  for (let row = 0; row < 224; row++) {
    const from = ((top + row) * size + left) * 2;
    cut.set(data.subarray(from, from + 448), row * 448);
  }
  return { shape: [1, 224, 224, 2], data: cut };
}

test('fully connected layers made convolutions give on 384×384 the 6×6 grid of what 36 crops give', async () => {
  const plain = sized(classifier(), 224);
  const converted = denseToConvolution(analyseGraph(plain));
  const [one, all] = [programOf(plain), programOf(sized(converted, 384))];
  const weights = randomWeights(one, 3);
  const byName = new Map(one.steps.map((step, index) => [step.path.join('/'), weights[index]!]));
  // The same numbers: a dense kernel (49·3, units) is a convolution's (7, 7, 3, units).
  const moved = all.steps.map((step) =>
    Object.fromEntries(
      step.weights.map(({ name, shape }) => [name, { shape, data: byName.get(step.path.join('/'))![name].data }]),
    ),
  );
  const picture = drawTensor([1, 384, 384, 2], seededRandom(4).normal);
  const grid = (await runProgram(all, moved, [picture])).at(-1)![0];
  expect(grid.shape).toEqual([1, 6, 6, 5]);
  for (let place = 0; place < 36; place++) {
    const [row, column] = [Math.floor(place / 6), place % 6];
    const own = (await runProgram(one, weights, [crop(picture, 384, 32 * row, 32 * column)])).at(-1)![0];
    expectClose({ shape: [1, 5], data: grid.data.slice(5 * place, 5 * place + 5) }, own, `crop ${row}, ${column}`);
  }
});
