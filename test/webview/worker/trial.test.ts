import { expect, test } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { randomWeights } from '../../../core/engine/weights.ts';
import { trialMap, tryLayer } from '../../../webview/worker/trial.ts';
import { analyse } from '../../harness/check.ts';

const program = (second: string) => `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [9, 8, 2], filters: 3, kernelSize: 3, name: 'first' }),
  tf.layers.conv2d({ ${second}, name: 'second' }),
] });
`;

/** A model that has run on the reference engine, with random weights. */
async function run(second: string) {
  const { graph } = analyse('/project/model.ts', program(second)).models[0]!;
  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const weights = randomWeights(compiled.program, 7);
  const engine = createReferenceEngine();
  const session = await engine.load(compiled.program, weights);
  const input = { shape: [1, 9, 8, 2], data: Float32Array.from({ length: 144 }, (_, i) => Math.sin(i)) };
  await session.run([input]);
  const last = compiled.program.steps.length - 1;
  const inspected = {
    program: compiled.program,
    layouts: [],
    read: (output: { step: number; output: number }) => session.read(output),
    weights: async (step: number) => weights[step] ?? {},
  };
  const tried = (set: Record<string, number | string>) =>
    tryLayer(inspected, engine, { graph, step: last, seed: 7, trial: { path: [last], set } });
  return { tried, output: await session.read({ step: last, output: 0 }), index: graph.layers.length - 1 };
}

test('a changed layer makes of its inputs what the edited model makes, with the same weights', async () => {
  const { tried } = await run('filters: 4, kernelSize: 3');
  const edited = await run("filters: 4, kernelSize: 3, padding: 'same', strides: 2");
  const trial = await tried({ padding: 'same', strides: 2 });
  expect(trial!.output.shape).toEqual(edited.output.shape);
  expect([...trial!.output.data]).toEqual([...edited.output.data]);
  expect(trial!.milliseconds).toBeGreaterThanOrEqual(0);
  expect(trialMap(trial!, 3)).toMatchObject({ height: 4, width: 3 });
  expect(trialMap(trial!, 4)).toBeNull();
});

test('where the kernel has another shape its weights are drawn by the seed, as those of the edited model', async () => {
  const { tried } = await run('filters: 4, kernelSize: 3');
  const edited = await run('filters: 6, kernelSize: 2');
  expect([...(await tried({ filters: 6, kernelSize: 2 }))!.output.data]).toEqual([...edited.output.data]);
});

test('what can’t be built is not run', async () => {
  const { tried } = await run('filters: 4, kernelSize: 3');
  expect(await tried({ kernelSize: 11 })).toBeNull();
  expect(await tried({ strides: 0 })).toBeNull();
});
