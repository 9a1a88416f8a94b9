import { beforeAll, expect, test } from 'vitest';
import { compileGraph } from '../../../core/engine/compile.ts';
import { seededRandom } from '../../../core/engine/random.ts';
import { modelWeights } from '../../../core/engine/weights.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { bundledMobileNet, loadModel, oracle, useBackend } from '../../oracle/index.ts';
import { expectClose } from './close.ts';
import { drawTensor } from './compare-layer.ts';
import { runProgram } from './single-layer.ts';

beforeAll(() => useBackend('wasm'));

test('the MobileNetV2 inside nsfwjs gives the same values as TensorFlow.js, layer by layer', async () => {
  const { json, shards } = bundledMobileNet();
  const { models } = readKerasJson('file:///model.json', JSON.stringify(json), { read: () => null });
  const [graph] = models;
  expect(graph.layers).toHaveLength(162);

  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(compiled.refusal.kind);
  const { program, nodes, stops } = compiled;
  expect(stops).toEqual([]);
  if (graph.weights === null) throw new Error('the manifest has not been read');
  const loaded = await modelWeights(program, graph.weights, async (_base, path) => shards.get(path) ?? null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems[0]));
  expect(loaded.problems).toEqual([]);

  const random = seededRandom(7);
  const input = drawTensor([1, 224, 224, 3], () => random.uniform());
  const model = await loadModel(json, shards);
  const expected = oracle(model, [input]);
  expect(expected.params).toBe(2_619_461);
  expect(parameters(loaded.weights)).toBe(2_619_461);
  expect(expected.layers).toHaveLength(162);

  const values = await runProgram(program, loaded.weights, [input]);
  for (const [index, layer] of expected.layers.entries()) {
    expect(graph.layers[index].label).toBe(layer.name);
    const node = graph.nodes.findIndex((candidate) => candidate.layer === index);
    const [output] = nodes[node] ?? [];
    expectClose(values[output.step][output.output], layer.values[0][0], layer.name, 1e-4);
  }
});

function parameters(weights: readonly Readonly<Record<string, { readonly data: Float32Array }>>[]): number {
  return weights.reduce((sum, own) => sum + Object.values(own).reduce((count, { data }) => count + data.length, 0), 0);
}
