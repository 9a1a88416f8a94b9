import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import { convolutionToDense, denseToConvolution } from '../../../core/graph/convert.ts';
import { alexNet, leNet5, vgg16 } from './networks.ts';

const kinds = (graph: ReturnType<typeof vgg16>) => graph.nodes.map(({ layer }) => graph.layers[layer]!.operator);

describe('denseToConvolution', () => {
  const analysis = analyseGraph(vgg16());
  const converted = denseToConvolution(analysis);

  it('keeps parameters and work on the original size', () => {
    const { totals, nodes } = analyseGraph(converted);
    expect(totals.params).toEqual(analysis.totals.params);
    expect(totals.macs).toBe(analysis.totals.macs);
    expect(nodes.at(-1)?.outputs).toEqual([[null, 1, 1, 1000]]);
    expect(kinds(converted)).not.toContain('dense');
    expect(kinds(converted)).not.toContain('flatten');
  });

  it('gives a 6×6 grid of scores on 384×384', () => {
    const { nodes, totals } = analyseGraph(converted, { inputs: [[null, 384, 384, 3]] });
    expect(nodes.at(-1)?.outputs).toEqual([[null, 6, 6, 1000]]);
    expect(totals.receptiveField).toMatchObject({ stride: [32, 32], status: 'exact' });
  });

  it('lets activations, dropout and a softmax in between follow', () => {
    const builder = buildGraph('head');
    const x = builder.input([null, 4, 5, 3]);
    let y = builder.layer('flatten', {}, [x]);
    y = builder.layer('dense', { units: 7, activation: 'relu', useBias: false }, [y], { name: 'hidden' });
    y = builder.layer('dropout', { rate: 0.5 }, [builder.layer('batchNormalization', {}, [y])]);
    y = builder.layer('softmax', {}, [builder.layer('dense', { units: 2 }, [y])]);
    const graph = denseToConvolution(analyseGraph(builder.finish([y])));
    expect(kinds(graph)).toEqual(['inputLayer', 'conv2d', 'batchNormalization', 'dropout', 'conv2d', 'softmax']);
    expect(graph.layers[1]).toMatchObject({
      label: 'hidden',
      attributes: { filters: 7, kernelSize: [4, 5], activation: 'relu', useBias: false },
    });
    expect(graph.layers[5]?.attributes.axis).toBe(-1);
    expect(analyseGraph(graph).totals).toMatchObject({ params: { total: 60 * 7 + 28 + 16 }, status: 'exact' });
  });

  it('flattens again for layers that need rows', () => {
    const builder = buildGraph('row');
    const x = builder.input([null, 4, 4, 3]);
    const y = builder.layer('repeatVector', { n: 3 }, [
      builder.layer('dense', { units: 5 }, [builder.layer('flatten', {}, [x])]),
    ]);
    const { nodes } = analyseGraph(denseToConvolution(analyseGraph(builder.finish([y]))));
    expect(nodes.at(-1)).toMatchObject({ outputs: [[null, 3, 5]], facts: [] });
  });
});

describe('convolutionToDense', () => {
  it.each([
    ['LeNet-5', leNet5()],
    ['AlexNet', alexNet(1)],
  ])('undoes it on the original size: %s', (_, graph) => {
    const before = analyseGraph(graph);
    const back = convolutionToDense(analyseGraph(denseToConvolution(before)));
    const after = analyseGraph(back);
    expect(kinds(back).filter((kind) => kind === 'dense')).toHaveLength(3);
    expect(after.totals).toMatchObject({ params: before.totals.params, macs: before.totals.macs, status: 'exact' });
    expect(after.nodes.flatMap(({ facts }) => facts)).toEqual([]);
  });
});
