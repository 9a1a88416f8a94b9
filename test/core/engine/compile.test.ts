import { describe, expect, test } from 'vitest';
import { EngineError, weightsOf } from '../../../core/engine/backend.ts';
import { finished } from '../../../core/engine/breath.ts';
import { compileGraph } from '../../../core/engine/compile.ts';
import { describeRefusal, describeStop } from '../../../core/engine/compile-messages.ts';
import { createReferenceEngine } from '../../../core/engine/reference/engine.ts';
import { designedWeights, programWeights, randomWeights } from '../../../core/engine/weights.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { drawTensor } from './compare-layer.ts';
import { programOf, runProgram, singleLayerGraph } from './single-layer.ts';

describe('compiling', () => {
  test('asks for the sizes that a model leaves open', () => {
    const graph = sequential([conv('c1', { batch_input_shape: [null, null, null, 3] })]);
    const open = compileGraph(graph);
    expect(open.ok ? '' : describeRefusal(open.refusal)).toMatch(/takes .*3.* give it sizes/);
    const bound = compileGraph(graph, { inputSizes: [[9, 8, 3]] });
    expect(bound.ok && bound.program.steps[1].outputShapes).toEqual([[1, 7, 6, 2]]);
    const wrong = compileGraph(graph, { inputSizes: [[9, 8, 4]] });
    expect(wrong.ok ? '' : describeRefusal(wrong.refusal)).toMatch(/was given 9×8×4/);
    expect(compileGraph(graph, { inputSizes: [] })).toMatchObject({ ok: false, refusal: { kind: 'input-count' } });
  });

  test('refuses a model that would not fit into memory, and names the layer', () => {
    const graph = sequential([conv('c1', { batch_input_shape: [null, 1e6, 1e6, 3] })]);
    const compiled = compileGraph(graph);
    expect(compiled.ok ? '' : describeRefusal(compiled.refusal)).toMatch(/^Up to '.+' the model needs 10\.9 TiB/);
  });

  test('stops at an unknown layer and compiles what does not depend on it', () => {
    const strange = { class_name: 'MyLayer', config: { name: 'mine' } };
    const graph = sequential([conv('c1', { batch_input_shape: [null, 9, 9, 1] }), strange, conv('c2', {})]);
    const compiled = compileGraph(graph);
    if (!compiled.ok) throw new Error('refused');
    expect(compiled.program.steps.map(({ path }) => path.at(-1))).toEqual([graph.layers[0].label, 'c1']);
    expect(compiled.stops.map(describeStop)).toEqual([expect.stringMatching(/'mine' is a MyLayer/)]);
    expect(compiled.nodes.map((node) => node !== null)).toEqual([true, true, false, false]);
    expect(compiled.program.outputs).toEqual([]);
  });

  test('stops at a recurrent layer behind a mask, which it would heed', () => {
    const masking = { class_name: 'Masking', config: { name: 'mask', batch_input_shape: [null, 4, 2] } };
    const dropout = { class_name: 'Dropout', config: { name: 'drop', rate: 0.5 } };
    const lstm = { class_name: 'LSTM', config: { name: 'lstm', units: 2 } };
    const compiled = compileGraph(sequential([masking, dropout, lstm]));
    expect(compiled.ok && compiled.stops).toEqual([{ path: ['lstm'], reason: { kind: 'masked' } }]);
  });

  test('inlines nested models; a layer applied twice is one path with one set of weights', async () => {
    const dense = { class_name: 'Dense', config: { name: 'd', units: 3, batch_input_shape: [null, 3] } };
    const inner = { class_name: 'Sequential', config: { name: 'inner', layers: [dense] } };
    const call = (from: string, node = 0) => [[[from, node, 0, {}]]];
    const config = {
      name: 'outer',
      layers: [
        { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 3] }, inbound_nodes: [] },
        { ...inner, name: 'inner', inbound_nodes: [...call('x'), ...call('inner')] },
      ],
      input_layers: [['x', 0, 0]],
      output_layers: [['inner', 1, 0]],
    };
    const [graph] = readKerasJson('file:///m.json', JSON.stringify({ class_name: 'Model', config }), {
      read: () => null,
    }).models;
    const compiled = compileGraph(graph);
    if (!compiled.ok) throw new Error(describeRefusal(compiled.refusal));
    const paths = compiled.program.steps.map(({ path }) => path.join('/'));
    expect(paths).toEqual(['x', 'inner/d', 'inner/d']);
    const weights = randomWeights(compiled.program, 1);
    expect(weights[1]).toBe(weights[2]);
    const [, [once], [twice]] = await runProgram(compiled.program, weights, [drawTensor([1, 3], () => 1)]);
    expect([...twice.data]).not.toEqual([...once.data]);
  });
});

describe('weights without a trained model', () => {
  const program = programOf(singleLayerGraph('conv2d', { filters: 4, kernelSize: 3 }, [[8, 8, 3]]));

  test('are the same for the same seed and others for another', async () => {
    const [a, b, c] = [1, 1, 2].map((seed) => randomWeights(program, seed)[1].kernel.data);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
    const door = await programWeights(program, { kind: 'random', seed: 1 });
    if (!door.ok) throw new Error('no weights');
    expect(finished(weightsOf(door.weights, 1)).kernel.data).toEqual(a);
  });

  test('designed edges answer 0 to a flat field and 1 to a step', async () => {
    const flat = drawTensor([1, 8, 8, 3], () => 1);
    const step = { shape: flat.shape, data: flat.data.map((_, i) => (Math.floor(i / 3) % 8 < 4 ? 0 : 1)) };
    const weights = designedWeights(program, 1);
    const sobel = async (input: typeof flat) =>
      (await runProgram(program, weights, [input]))[1][0].data.filter((_, i) => i % 4 === 0);
    expect(Math.max(...(await sobel(flat)).map(Math.abs))).toBeLessThan(1e-6);
    expect(Math.max(...(await sobel(step)).map(Math.abs))).toBeCloseTo(1, 5);
  });
});

describe('running', () => {
  const program = programOf(singleLayerGraph('dense', { units: 2 }, [[3]]));
  const input = drawTensor([1, 3], () => 1);

  test('can be cancelled between steps', async () => {
    const session = await createReferenceEngine().load(program, randomWeights(program, 1));
    const controller = new AbortController();
    const run = session.run([input], {
      signal: controller.signal,
      onStep: () => controller.abort(new Error('no longer wanted')),
    });
    await expect(run).rejects.toThrow('no longer wanted');
  });

  test('names the layer of a failure', async () => {
    const embedding = programOf(singleLayerGraph('embedding', { inputDim: 4, outputDim: 2 }, [[1]]));
    const session = await createReferenceEngine().load(embedding, randomWeights(embedding, 1));
    const failure = session.run([drawTensor([1, 1], () => 9)]);
    await expect(failure).rejects.toMatchObject({ name: 'EngineError', path: ['layer'] });
    await expect(failure).rejects.toBeInstanceOf(EngineError);
  });

  test('refuses inputs and weights that do not fit', async () => {
    const engine = createReferenceEngine();
    await expect(engine.load(program, [{}, {}])).rejects.toThrow("the weight 'kernel' is missing");
    const session = await engine.load(program, randomWeights(program, 1));
    await expect(session.run([drawTensor([1, 4], () => 1)])).rejects.toThrow('must be 1×3 and is 1×4');
    await expect(session.run([])).rejects.toThrow('takes 1 inputs and was given 0');
    await expect(session.read({ step: 1, output: 0 })).rejects.toThrow('nothing has been computed');
  });
});

function conv(name: string, config: object): object {
  return { class_name: 'Conv2D', config: { name, filters: 2, kernel_size: 3, ...config } };
}

function sequential(layers: readonly object[]): Graph {
  const json = { class_name: 'Sequential', config: { name: 'm', layers } };
  return readKerasJson('file:///m.json', JSON.stringify(json), { read: () => null }).models[0];
}
