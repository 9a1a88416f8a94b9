import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import { largestBatch, trainingBytes } from '../../../core/graph/memory.ts';
import { backwardCost, im2colBytes, im2colWorkspace } from '../../../core/graph/training.ts';
import * as networks from './networks.ts';

describe('the backward pass', () => {
  it('costs twice the forward one, but for the gradient of the data', () => {
    const { totals } = backwardCost(analyseGraph(networks.leNet5()));
    const first = 28 * 28 * 6 * 25;
    // A bias for every element of a convolution or fully connected layer.
    const biasAdds = 28 * 28 * 6 + 10 * 10 * 16 + 120 + 84 + 10;
    expect(totals).toEqual({ toWeights: 416_520, toInputs: 416_520 - first, biasAdds });
  });

  it('stops where nothing before learns', () => {
    const builder = buildGraph('frozen');
    const x = builder.input([null, 8, 8, 3]);
    const conv = { filters: 4, kernelSize: 3, useBias: false };
    const frozen = builder.layer('conv2d', conv, [x], { trainable: false });
    const learned = builder.layer('conv2d', conv, [frozen]);
    const head = builder.layer('conv2d', conv, [learned], { trainable: false });
    const { nodes } = backwardCost(analyseGraph(builder.finish([head])));
    expect(nodes.map(({ toInputs, toWeights }) => [toInputs, toWeights])).toEqual([
      [0, 0],
      [0, 0],
      [0, 16 * 4 * 36],
      [4 * 4 * 36, 0],
    ]);
  });

  it('goes through nested models, whose first layer has a gradient to hand on', () => {
    const inner = networks.leNet5();
    const builder = buildGraph('outer');
    const x = builder.input([null, 28, 28, 1]);
    const before = builder.layer('conv2d', { filters: 1, kernelSize: 1 }, [x]);
    const graph = builder.finish([builder.layer('model', {}, [before], { model: inner })]);
    expect(backwardCost(analyseGraph(graph)).nodes[2]).toMatchObject({ toInputs: 416_520, toWeights: 416_520 });
  });

  it('has a gradient for each input of a product', () => {
    const builder = buildGraph('product');
    const x = builder.input([null, 6]);
    const [a, b] = [builder.layer('dense', { units: 5 }, [x]), builder.layer('dense', { units: 5 }, [x])];
    const { nodes } = backwardCost(analyseGraph(builder.finish([builder.layer('dot', { axes: 1 }, [a, b])])));
    expect(nodes.at(-1)).toEqual({ toInputs: 10, toWeights: 0, biasAdds: 0 });
  });
});

describe('memory of training', () => {
  it('of unrolled patches is ∏o · ∏k · Cin', () => {
    const analysis = analyseGraph(networks.leNet5());
    const sizes = analysis.graph.nodes.map(({ layer }, node) =>
      im2colBytes(analysis.graph.layers[layer]!, analysis.nodes[node]!),
    );
    expect(sizes.filter((size) => size !== 0)).toEqual([4 * 784 * 25, 4 * 100 * 150]);
    expect(im2colWorkspace(analysis)).toBe(4 * 784 * 25);
  });

  it('of a transposed convolution unrolls what it writes to', () => {
    const builder = buildGraph('up');
    const x = builder.input([null, 8, 8, 4]);
    const y = builder.layer('conv2dTranspose', { filters: 6, kernelSize: 4, strides: 2, padding: 'same' }, [x]);
    expect(im2colWorkspace(analyseGraph(builder.finish([y])))).toBe(4 * 64 * 16 * 6);
  });

  it('holds a value, a gradient and what the optimiser averages for each parameter', () => {
    const { nodes, totals } = analyseGraph(networks.leNet5());
    const [sgd, momentum, adam] = (['sgd', 'momentum', 'adam'] as const).map((optimiser) =>
      Number(trainingBytes(nodes, totals.params, optimiser)),
    );
    expect([momentum! - sgd!, adam! - sgd!]).toEqual([4 * 61_706, 8 * 61_706]);
  });

  it('bounds the batch', () => {
    const analysis = analyseGraph(networks.leNet5());
    const { nodes, totals } = analysis;
    const batch = largestBatch(analysis, 2 ** 24, 'training', 'adam');
    const bytes = (size: number) => Number(trainingBytes(nodes, totals.params, 'adam', size));
    expect(bytes(batch ?? 0)).toBeLessThanOrEqual(2 ** 24);
    expect(bytes((batch ?? 0) + 1)).toBeGreaterThan(2 ** 24);
  });
});
