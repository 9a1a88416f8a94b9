import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { buildGraph } from '../../../core/graph/build.ts';
import { inferGraph } from '../../../core/graph/infer.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { printGraph } from '../../../core/graph/print.ts';
import { Stopped, Work } from '../../../core/graph/work.ts';
import { printDimension, printShape, substitute, symbol } from '../../../core/vocabulary/dimension.ts';
import { resNet50, vgg16 } from './networks.ts';

const [H, W] = [symbol('H'), symbol('W')];

/** A block of two convolutions, to be used as a layer. */
function block(filters: number): Graph {
  const builder = buildGraph('block');
  const x = builder.input([null, H, W, filters]);
  const y = builder.layer('conv2d', { filters, kernelSize: 3, padding: 'same' }, [x]);
  return builder.finish([builder.layer('conv2d', { filters, kernelSize: 3, padding: 'same' }, [y])]);
}

describe('a shared layer', () => {
  const builder = buildGraph('siamese');
  const [left, right] = [builder.input([null, 8, 8, 3], 'left'), builder.input([null, 8, 8, 3], 'right')];
  const first = builder.layer('conv2d', { filters: 4, kernelSize: 3 }, [left]);
  const second = builder.again(first, [right]);
  const analysis = analyseGraph(builder.finish([builder.layer('add', {}, [first, second])]));

  it('has its parameters counted once and its cost each time', () => {
    expect(analysis.totals).toMatchObject({ params: { total: 4 * 27 + 4 }, macs: 2 * 36 * 4 * 27 });
    expect(analysis.layers.find(({ nodes }) => nodes.length === 2)?.params.total).toBe(112);
  });
});

describe('a nested model', () => {
  const inner = block(8);
  const builder = buildGraph('outer');
  const x = builder.input([null, 16, 12, 8]);
  const once = builder.layer('model', {}, [x], { model: inner });
  const twice = builder.again(once, [builder.layer('maxPooling2d', {}, [once])]);
  const analysis = analyseGraph(builder.finish([twice]));

  it('takes the shape that it is given, not the one that it was built for', () => {
    expect(analysis.nodes.map(({ outputs }) => outputs[0])).toEqual([
      [null, 16, 12, 8],
      [null, 16, 12, 8],
      [null, 8, 6, 8],
      [null, 8, 6, 8],
    ]);
    expect(inferGraph(inner, [[null, 5, 6, 8]])).toEqual([[null, 5, 6, 8]]);
  });

  it('counts its parameters once, its cost by application, its receptive field as one window', () => {
    const weights = 9 * 8 * 8;
    expect(analysis.totals.params.total).toBe(2 * (weights + 8));
    expect(analysis.totals.macs).toBe(2 * weights * (16 * 12 + 8 * 6));
    expect(analysis.totals.receptiveField).toMatchObject({ size: [14, 14], stride: [2, 2], status: 'exact' });
  });

  it('is analysed quickly however deep it is nested', () => {
    let graph = block(2);
    for (let depth = 0; depth < 40; depth++) {
      const outer = buildGraph(`depth ${depth}`);
      const start = outer.input([null, H, W, 2]);
      const a = outer.layer('model', {}, [start], { model: graph });
      graph = outer.finish([outer.again(a, [a])]);
    }
    expect(analyseGraph(graph).totals.params.total).toBe(2 * (9 * 4 + 2));
  });
});

describe('status', () => {
  it('is a lower bound where a layer is unknown, and figures behind it stay unknown', () => {
    const builder = buildGraph('custom');
    const x = builder.input([null, 8, 8, 3]);
    const y = builder.layer('conv2d', { filters: 4, kernelSize: 3 }, [x]);
    const z = builder.layer('unknown', {}, [y]);
    const { nodes, totals } = analyseGraph(
      builder.finish([builder.layer('conv2d', { filters: 2, kernelSize: 1 }, [z])]),
    );
    expect(totals).toMatchObject({ status: 'lower-bound', params: { total: 112 }, macs: 36 * 4 * 27 });
    expect(nodes[3]).toMatchObject({ outputs: [[null, null, null, 2]], status: 'unknown' });
  });

  it('is a lower bound where the graph may have more layers', () => {
    const builder = buildGraph('partial');
    const x = builder.input([null, 8, 8, 3]);
    const graph = builder.finish([builder.layer('flatten', {}, [x])]);
    expect(analyseGraph({ ...graph, complete: false }).totals.status).toBe('lower-bound');
    expect(analyseGraph(graph).totals.status).toBe('exact');
  });

  it('leaves the rest unknown once its work is spent, and says no exact figure then', () => {
    const { nodes, totals } = analyseGraph(vgg16(), { work: new Work(1000) });
    expect(nodes[1]?.outputs).toEqual([[null, 224, 224, 64]]);
    expect(nodes.at(-1)?.outputs).toEqual([[]]);
    expect(totals.status).toBe('lower-bound');
  });

  it('ends at once when it is cancelled', () => {
    expect(() => analyseGraph(vgg16(), { work: new Work(1e6, () => true) })).toThrow(Stopped);
  });
});

describe('parameters', () => {
  it('of a frozen layer are not trainable', () => {
    const builder = buildGraph('frozen');
    const x = builder.input([null, 8, 8, 3]);
    const y = builder.layer('conv2d', { filters: 4, kernelSize: 3 }, [x], { trainable: false });
    const { totals } = analyseGraph(builder.finish([builder.layer('batchNormalization', {}, [y])]));
    expect(totals.params).toEqual({ total: 112 + 16, trainable: 8, nonTrainable: 112 + 8 });
  });
});

describe('memory', () => {
  it('peaks where a skip connection keeps a tensor alive', () => {
    const builder = buildGraph('residual');
    const x = builder.input([null, 8, 8, 4]);
    const a = builder.layer('conv2d', { filters: 4, kernelSize: 3, padding: 'same' }, [x]);
    const b = builder.layer('conv2d', { filters: 4, kernelSize: 3, padding: 'same' }, [a]);
    const { totals } = analyseGraph(builder.finish([builder.layer('add', {}, [b, x])]));
    const tensor = 8 * 8 * 4 * 4;
    expect(totals.inferencePeakBytes).toBe(3 * tensor);
    const params = 2 * (9 * 16 + 4);
    expect(totals.weightBytes).toBe(4 * params);
    expect(totals.trainingBytes).toBe(2 * 4 * tensor + 3 * 4 * params);
  });
});

describe('open sizes', () => {
  const builder = buildGraph('fully convolutional');
  const x = builder.input([null, H, W, 3]);
  const y = builder.layer('conv2d', { filters: 8, kernelSize: 3, strides: 2, padding: 'same' }, [x]);
  const graph = builder.finish([builder.layer('upSampling2d', {}, [y])]);
  const { nodes, totals } = analyseGraph(graph);

  it('give symbolic shapes and totals', () => {
    expect(printShape(nodes[2]!.outputs[0]!)).toBe('[?, 2·⌈H/2⌉, 2·⌈W/2⌉, 8]');
    expect(printDimension(totals.macs)).toBe('216·⌈H/2⌉·⌈W/2⌉');
    expect(totals).toMatchObject({ status: 'exact', params: { total: 224 } });
  });

  it('become numbers as soon as they are bound', () => {
    const bound = analyseGraph(graph, { inputs: [[1, 10, 7, 3]] });
    expect(bound.nodes[2]!.outputs[0]).toEqual([1, 10, 8, 8]);
    expect(substitute(totals.macs, { H: 10, W: 7 })).toBe(bound.totals.macs);
  });
});

describe('the work of an analysis', () => {
  it('grows with the number of layers, not with its square', () => {
    const chain = (length: number): Graph => {
      const builder = buildGraph('chain');
      let x = builder.input([null, 64, 64, 8]);
      for (let i = 0; i < length; i++) x = builder.layer('conv2d', { filters: 8, kernelSize: 3, padding: 'same' }, [x]);
      return builder.finish([x]);
    };
    const spent = (length: number) => {
      const work = new Work();
      expect(analyseGraph(chain(length), { work }).totals.params.total).toBe(length * 584);
      return work.units - work.left;
    };
    expect(spent(1000)).toBeGreaterThan(1000);
    expect(spent(10_000)).toBeLessThan(11 * spent(1000));
  });
});

describe('printGraph', () => {
  it('shows one application a line', () => {
    const [stem] = [
      printGraph(analyseGraph(resNet50('3x3')))
        .split('\n')
        .slice(0, 12)
        .join('\n'),
    ];
    expect(stem).toMatchInlineSnapshot(`
      "ResNet-50 (functional)
            layer                     class                                                inputs     shape                                                    params   MACs
      %0    inputLayer_1              inputLayer                                                       → [?, 224, 224, 3]                                      0        0
      %1    conv2d_1                  conv2d                  7×7, 64 filters, stride 2    %0         [?, 224, 224, 3] → [?, 112, 112, 64]                     9408     118013952
      %2    batchNormalization_1      batchNormalization                                   %1         [?, 112, 112, 64] → [?, 112, 112, 64]                    256      0
      %3    reLU_1                    reLU                                                 %2         [?, 112, 112, 64] → [?, 112, 112, 64]                    0        0
      %4    maxPooling2d_1            maxPooling2d            3×3, stride 2                %3         [?, 112, 112, 64] → [?, 56, 56, 64]                      0        0
      %5    conv2d_2                  conv2d                  1×1, 256 filters             %4         [?, 56, 56, 64] → [?, 56, 56, 256]                       16384    51380224
      %6    batchNormalization_2      batchNormalization                                   %5         [?, 56, 56, 256] → [?, 56, 56, 256]                      1024     0
      %7    conv2d_3                  conv2d                  1×1, 64 filters              %4         [?, 56, 56, 64] → [?, 56, 56, 64]                        4096     12845056
      %8    batchNormalization_3      batchNormalization                                   %7         [?, 56, 56, 64] → [?, 56, 56, 64]                        256      0
      %9    reLU_2                    reLU                                                 %8         [?, 56, 56, 64] → [?, 56, 56, 64]                        0        0"
    `);
  });
});
