import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { analyse, read } from './read.ts';

const shapes = (model: unknown) => analyse(model).nodes.map(({ outputs }) => outputs[0]);

describe('a list of layers', () => {
  it('is a model in a row, named after its file', () => {
    const { graph, totals } = analyse([
      { operator: 'conv2d', inputShape: [28, 28, 1], filters: 8, kernelSize: 3 },
      'reLU',
      'flatten',
      { operator: 'dense', units: 10 },
    ]);
    expect(graph).toMatchObject({ name: 'small', kind: 'sequential', complete: true, facts: [] });
    expect(graph.layers.map(({ label }) => label)).toEqual([
      'conv2d_1_input',
      'conv2d_1',
      'reLU_1',
      'flatten_1',
      'dense_1',
    ]);
    expect(graph.layers.map(({ implicit }) => implicit === true)).toEqual([true, false, false, false, false]);
    expect(totals).toMatchObject({ params: { total: 80 + 26 * 26 * 8 * 10 + 10 }, status: 'exact' });
  });

  it('takes what TF.js cannot say', () => {
    const { nodes, layers } = analyse([
      { operator: 'input', shape: [7, 7, 4], name: 'x' },
      { operator: 'conv2d', filters: 4, kernelSize: 3, padding: [[2, 0], 1], groups: 2, strides: 2, dilationRate: 2 },
      { operator: 'tiledConv2d', filters: 3, kernelSize: 1, tiles: 2, activation: 'hardSwish' },
      { operator: 'channelShuffle', groups: 3 },
    ]);
    expect(nodes.map(({ outputs }) => outputs[0])).toEqual([
      [null, 7, 7, 4],
      [null, 3, 3, 4],
      [null, 3, 3, 3],
      [null, 3, 3, 3],
    ]);
    expect(layers.map(({ params }) => params.total)).toEqual([0, 4 * 2 * 9 + 4, 4 * (4 * 3 + 3), 0]);
  });

  it('leaves sizes open where they are null', () => {
    expect(analyse([{ operator: 'input', shape: [null, null, 3] }, 'reLU']).nodes[1]).toMatchObject({
      outputs: [[null, { terms: expect.anything() }, { terms: expect.anything() }, 3]],
    });
  });
});

describe('a graph', () => {
  const branches = {
    name: 'two ways',
    layers: [
      { operator: 'input', name: 'image', shape: [8, 8, 4] },
      { operator: 'maxPoolingWithSwitches2d', name: 'pool' },
      { operator: 'conv2d', name: 'left', filters: 4, kernelSize: 1 },
      { operator: 'conv2d', name: 'right', inputs: 'pool', filters: 4, kernelSize: 3, padding: 'same' },
      { operator: 'add', name: 'sum', inputs: ['left', 'right'] },
      { operator: 'maxUnpooling2d', name: 'back', inputs: ['sum', 'pool:1'] },
    ],
    outputs: ['back', 'sum'],
  };

  it('is wired by names, second outputs by number', () => {
    const { graph, nodes } = analyse(branches);
    expect(graph).toMatchObject({ name: 'two ways', kind: 'functional', facts: [] });
    expect(graph.nodes.map(({ inputs }) => inputs)).toEqual([
      [],
      [{ node: 0, output: 0 }],
      [{ node: 1, output: 0 }],
      [{ node: 1, output: 0 }],
      [
        { node: 2, output: 0 },
        { node: 3, output: 0 },
      ],
      [
        { node: 4, output: 0 },
        { node: 1, output: 1 },
      ],
    ]);
    expect(graph.outputs).toEqual([
      { node: 5, output: 0 },
      { node: 4, output: 0 },
    ]);
    expect(nodes[5]!.outputs).toEqual([[null, 8, 8, 4]]);
  });

  it('applies a layer again with the same weights', () => {
    const { graph, totals } = analyse([
      { operator: 'input', shape: [8, 8, 4] },
      { operator: 'conv2d', name: 'shared', filters: 4, kernelSize: 3, padding: 'same' },
      { again: 'shared' },
      { again: 'shared' },
    ]);
    expect(graph.layers).toHaveLength(2);
    expect(graph.nodes.map(({ layer }) => layer)).toEqual([0, 1, 1, 1]);
    expect(totals).toMatchObject({ params: { total: 148 }, macs: 3 * 64 * 4 * 36 });
  });

  it('has layers inside of layers', () => {
    const layer = { operator: 'dense', units: 5 };
    expect(shapes([{ operator: 'timeDistributed', inputShape: [6, 3], layer }])[1]).toEqual([null, 6, 5]);
  });
});

describe('models inside of models', () => {
  const text = JSON.stringify({
    models: {
      pair: [
        { operator: 'conv2d', filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' },
        'batchNormalization',
      ],
      unused: [{ operator: 'dense', inputShape: [3], units: 2 }],
    },
    layers: [
      { operator: 'input', shape: [8, 8, 4] },
      { model: 'pair', name: 'first' },
      { model: 'pair', name: 'second' },
      { again: 'first' },
      { layers: ['flatten', { operator: 'dense', units: 2 }], name: 'head' },
    ],
  });

  it('are layers on the shapes that they are given', () => {
    const { models, findings } = read(text);
    expect(findings).toEqual([]);
    const { graph, totals, layers } = analyseGraph(models[0]!);
    expect(graph.facts).toEqual([]);
    expect(graph.layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'model', 'model', 'model']);
    const pair = 4 * 4 * 9 + 4 + 16;
    expect(layers.map(({ params }) => params.total)).toEqual([0, pair, pair, 256 * 2 + 2]);
    expect(totals.params.total).toBe(2 * pair + 514);
  });

  it('are listed once for each shape, and once when nothing uses them', () => {
    const { models } = read(text);
    expect(models.map(({ name }) => name)).toEqual(['small', 'pair', 'head', 'unused']);
    expect(models.map((model) => analyseGraph(model).totals.status)).toEqual(['exact', 'exact', 'exact', 'exact']);
  });
});
