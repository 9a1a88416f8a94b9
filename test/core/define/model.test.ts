import { describe, expect, it } from 'vitest';
import * as convlens from '../../../core/define/index.ts';
import {
  add,
  batchNormalization,
  bidirectional,
  conv2d,
  dense,
  flatten,
  fullyConvolutional,
  input,
  lstm,
  maxPooling2d,
  maxPoolingWithSwitches2d,
  maxUnpooling2d,
  model,
  reLU,
  sequential,
  split,
  timeDistributed,
} from '../../../core/define/index.ts';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { operatorNames } from '../../../core/operators/index.ts';

describe('layers in a row', () => {
  const classifier = () =>
    sequential({
      name: 'small',
      layers: [
        conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, name: 'conv' }),
        maxPooling2d(),
        flatten(),
        dense({ units: 2 }),
      ],
    });

  it('make a graph behind the input that the first one describes', () => {
    const { graph } = classifier();
    expect(graph).toMatchObject({ name: 'small', kind: 'sequential', complete: true, facts: [] });
    expect(graph.layers.map(({ label }) => label)).toEqual([
      'conv_input',
      'conv',
      'maxPooling2d_1',
      'flatten_1',
      'dense_1',
    ]);
    expect(graph.layers[0]).toMatchObject({ implicit: true, inputShape: [null, 8, 8, 1] });
    expect(analyseGraph(graph).totals).toMatchObject({ params: { total: 40 + 74 }, macs: 36 * 36 + 72 });
  });

  it('grow, and say when they have no input shape', () => {
    const growing = sequential();
    growing.add(conv2d({ filters: 4, kernelSize: 3 }));
    expect(growing.graph.facts).toMatchObject([{ kind: 'missing-input-shape' }]);
    const sized = sequential({ layers: [reLU({ inputShape: [4, 4, 1] })] });
    expect(sized.graph.layers).toHaveLength(2);
    sized.add(reLU());
    expect(sized.graph.layers).toHaveLength(3);
    expect(sized.layers).toHaveLength(2);
  });

  it('are layers of larger models, and share their weights there', () => {
    const x = input({ shape: [8, 8, 1], name: 'x' });
    const small = classifier();
    const both = model({ inputs: x, outputs: add().apply([small.apply(x), small.apply(x)]), name: 'both' });
    const { totals, graph } = analyseGraph(both.graph);
    expect(graph.layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'model', 'add']);
    expect(totals).toMatchObject({ params: { total: 114 }, macs: 2 * (36 * 36 + 72) });
  });
});

describe('graphs', () => {
  it('know the shapes while they are being made', () => {
    const image = input({ shape: [9, null, 3] });
    const [values, switches] = maxPoolingWithSwitches2d({ poolSize: 3 }).apply(image);
    expect([image, values, switches].map(({ shape }) => shape[1])).toEqual([9, 3, 3]);
    const back = maxUnpooling2d({ poolSize: 3 }).apply([values, switches]);
    expect(back.shape.slice(0, 2)).toEqual([null, 9]);
    const { graph } = model({ inputs: image, outputs: [back, switches] });
    expect(graph.outputs).toEqual([
      { node: 2, output: 0 },
      { node: 1, output: 1 },
    ]);
  });

  it('list layers as TF.js does, and only those that count', () => {
    const x = input({ shape: [4, 4, 2], name: 'x' });
    const left = conv2d({ filters: 2, kernelSize: 1, name: 'left' }).apply(x);
    conv2d({ filters: 2, kernelSize: 1, name: 'forgotten' }).apply(x);
    const right = batchNormalization({ name: 'right', trainable: false }).apply(left);
    const { graph } = model({ inputs: x, outputs: add({ name: 'sum' }).apply([left, right]) });
    expect(graph.layers.map(({ label, trainable }) => [label, trainable])).toEqual([
      ['x', true],
      ['left', true],
      ['right', false],
      ['sum', true],
    ]);
  });

  it('take layers as arguments, and are plain data', () => {
    const x = input({ shape: [6, 3] });
    const steps = timeDistributed({ layer: dense({ units: 5 }) }).apply(x);
    const both = bidirectional({ layer: lstm({ units: 4 }) }).apply(steps);
    const { graph } = model({ inputs: x, outputs: Array.isArray(both) ? both : [both] });
    expect(structuredClone(graph)).toEqual(graph);
    expect(analyseGraph(graph).nodes.map(({ outputs }) => outputs[0])).toEqual([
      [null, 6, 3],
      [null, 6, 5],
      [null, 8],
    ]);
  });

  it('give as many tensors as the layer has outputs', () => {
    const parts = split({ parts: 3 }).apply(input({ shape: [4, 6] }));
    expect(parts.map(({ shape }) => shape)).toEqual([1, 2, 3].map(() => [null, 4, 2]));
    const states = lstm({ units: 4, returnState: true }).apply(input({ shape: [6, 3] }));
    expect(states).toHaveLength(3);
  });

  it('keep what is wrong as facts', () => {
    const wrong = sequential({ layers: [conv2d({ inputShape: [8, 8, 3], filters: 0, kernelSize: 3, groups: 2 })] });
    expect(wrong.graph.layers[1]!.facts).toMatchObject([{ kind: 'invalid-argument', attribute: 'filters' }]);
    expect(analyseGraph(wrong.graph).nodes[1]!.facts).toMatchObject([{ kind: 'groups-divide-channels' }]);
  });
});

it('a classifier runs over larger images with the same weights', () => {
  const small = sequential({
    layers: [conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3 }), flatten(), dense({ units: 2 })],
  });
  const large = analyseGraph(fullyConvolutional(small, { inputShape: [8, 20, 1], name: 'large' }).graph);
  expect(large.graph.name).toBe('large');
  expect(large.totals.params.total).toBe(analyseGraph(small.graph).totals.params.total);
  expect(large.nodes.at(-1)!.outputs).toEqual([[null, 1, 13, 2]]);
});

it('there is a function for every operator', () => {
  const missing = operatorNames.filter((name) => name !== 'inputLayer' && !(name in convlens));
  expect(missing).toEqual([]);
});
