import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph, type RawAttributes } from '../../../core/graph/build.ts';
import { countGraph } from '../../../core/graph/counting.ts';
import { countingDifferences, countingNames, countingViews } from '../../../core/graph/counting-views.ts';
import type { Graph, TensorRef } from '../../../core/graph/node.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import * as networks from './networks.ts';

function chain(shape: Shape, ...layers: readonly (readonly [operator: string, attributes?: RawAttributes])[]): Graph {
  const builder = buildGraph('chain');
  const input: TensorRef = builder.input(shape);
  const last = layers.reduce((x, [operator, attributes = {}]) => builder.layer(operator, attributes, [x]), input);
  return builder.finish([last]);
}

const count = (graph: Graph, view: (typeof countingNames)[number]) =>
  countGraph(analyseGraph(graph), countingViews[view]);

describe('other ways of counting', () => {
  // The example on the page of the package keras-flops, which asks tf.profiler: 0.0338 G.
  it('give what tf.profiler says of a small Keras network', () => {
    const graph = chain(
      [null, 32, 32, 3],
      ['conv2d', { filters: 32, kernelSize: 3, activation: 'relu' }],
      ['conv2d', { filters: 64, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d'],
      ['dropout', { rate: 0.25 }],
      ['flatten'],
      ['dense', { units: 128, activation: 'relu' }],
      ['dropout', { rate: 0.5 }],
      ['dense', { units: 10, activation: 'softmax' }],
    );
    const multiplyAdds = 900 * 32 * 27 + 784 * 64 * 288 + 12544 * 128 + 1280;
    const biases = 900 * 32 + 784 * 64 + 138;
    const { operations, status } = count(graph, 'tf-profiler');
    expect({ operations, status }).toEqual({
      operations: 2 * multiplyAdds + biases + 4 * 14 * 14 * 64 + 5 * 10,
      status: 'exact',
    });
    expect((Number(operations) / 1e9).toPrecision(3)).toBe('0.0338');
  });

  // The benchmark table of the ptflops README, in 10⁹ of what it calls MACs.
  it.each([
    ['ResNet-18', networks.resNet18, '1.82', '11.69'],
    ['ResNet-50', () => networks.resNet50('3x3'), '4.12', '25.56'],
    ['AlexNet', networks.alexNetTorchvision, '0.72', '61.10'],
    ['VGG-16', networks.vgg16, '15.50', '138.36'],
  ])('give what ptflops prints for %s', (_, build, operations, parameters) => {
    const counted = count(withRectifiers(build()), 'ptflops');
    expect((Number(counted.operations) / 1e9).toFixed(2)).toBe(operations);
    expect((Number(counted.parameters) / 1e6).toFixed(2)).toBe(parameters);
  });

  // GFLOPS and num_params of the metadata of torchvision's weights.
  it.each([
    ['ResNet-18', networks.resNet18, '1.814', 11_689_512],
    ['ResNet-50', () => networks.resNet50('3x3'), '4.089', 25_557_032],
    ['AlexNet', networks.alexNetTorchvision, '0.714', 61_100_840],
    ['VGG-16', networks.vgg16, '15.470', 138_357_544],
  ])('give what torchvision documents for %s', (_, build, operations, parameters) => {
    const counted = count(build(), 'torchvision');
    expect((Number(counted.operations) / 1e9).toFixed(3)).toBe(operations);
    expect(counted.parameters).toBe(parameters);
  });

  it('give the parameters that Keras prints, and no operations', () => {
    expect(count(networks.resNet50('1x1', true), 'keras')).toMatchObject({ parameters: 25_636_712, operations: null });
  });

  it('count a transposed convolution by its adjoint in tf.profiler', () => {
    // 2·(16·16·6)·(4·4·4)/(2·2), which is twice the 8·8·4·6·4·4 multiply-adds.
    const attributes = { filters: 6, kernelSize: 4, strides: 2, padding: 'same', useBias: false };
    const graph = chain([null, 8, 8, 4], ['conv2dTranspose', attributes]);
    expect(count(graph, 'tf-profiler').operations).toBe(2 * 24_576);
    // Without padding the output has more positions than the strides account for.
    const valid = chain([null, 8, 8, 4], ['conv2dTranspose', { ...attributes, padding: 'valid' }]);
    expect(count(valid, 'tf-profiler').operations).toBe((2 * 18 * 18 * 6 * 4 * 16) / 4);
  });

  it('count a fully connected bias once in ptflops, however many positions there are', () => {
    const graph = chain([null, 7, 5], ['dense', { units: 3 }]);
    expect(count(graph, 'ptflops').operations).toBe(7 * 5 * 3 + 3);
    expect(count(graph, 'tf-profiler').operations).toBe(2 * 7 * 5 * 3 + 7 * 3);
  });

  it('say where they do not know', () => {
    const graph = chain([null, 7, 5], ['lstm', { units: 3 }], ['dense', { units: 2 }]);
    const { nodes, operations, status } = count(graph, 'tf-profiler');
    expect({ nodes, operations, status }).toEqual({ nodes: [0, null, 14], operations: 14, status: 'lower-bound' });
  });

  it('go through nested models', () => {
    const inner = networks.leNet5();
    const builder = buildGraph('outer');
    const x = builder.input([null, 28, 28, 1]);
    const graph = builder.finish([builder.layer('model', {}, [x], { model: inner })]);
    expect(count(graph, 'torchvision').operations).toBe(416_520);
  });

  it('differ from each other in rows', () => {
    const between = countingDifferences(countingViews.torchvision, countingViews.ptflops).map(({ work }) => work);
    expect(between).toContain('batch normalisation');
    expect(between).not.toContain('convolution');
    for (const name of countingNames) expect(countingDifferences(countingViews[name], countingViews[name])).toEqual([]);
  });
});

/** ReLU after every convolution and all but the last fully connected layer that has none behind it, as torchvision has it. */
function withRectifiers(graph: Graph): Graph {
  const hasOwn = graph.layers.some(({ operator }) => operator === 'reLU');
  if (hasOwn) return graph;
  const last = graph.layers.length - 1;
  const layers = graph.layers.map((layer, index) =>
    index < last && (layer.operator === 'conv2d' || layer.operator === 'dense')
      ? { ...layer, attributes: { ...layer.attributes, activation: 'relu' } }
      : layer,
  );
  return { ...graph, layers };
}
