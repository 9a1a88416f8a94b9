import { expect, test } from 'vitest';
import { compileGraph, type Stop } from '../../../core/engine/compile.ts';
import { describeStop } from '../../../core/engine/compile-messages.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { modelWeights } from '../../../core/engine/weights.ts';
import type { Graph, WeightsGroup } from '../../../core/graph/node.ts';
import { expectClose } from '../../core/engine/close.ts';
import { runProgram } from '../../core/engine/single-layer.ts';
import { attribute as a, feed, GraphFixture } from './graph-fixture.ts';

const same = { data_format: a.text('NHWC'), padding: a.text('SAME') };
const valid = { data_format: a.text('NHWC'), padding: a.text('VALID') };
const strides = (by: number) => ({ strides: a.integers([1, by, by, 1]), dilations: a.integers([1, 1, 1, 1]) });
const fused = (...ops: string[]) => ({ fused_ops: a.texts(ops), num_args: a.integer(1) });

/** A small network of what converted MobileNets and ResNets are made of. */
function network(): GraphFixture {
  return new GraphFixture()
    .input('x', [-1, 13, 13, 3])
    .numbers('offset', [0.25], [])
    .numbers('scale', [-2], [])
    .integers('pads', [0, 0, 1, 1, 1, 1, 0, 0], [4, 2])
    .kernel('w1', [3, 3, 3, 8])
    .kernel('b1', [8])
    .kernel('wd', [3, 3, 8, 1])
    .kernel('w2', [1, 1, 8, 8])
    .kernel('row', [8])
    .numbers('variance', [1, 2, 3, 4, 1, 2, 3, 4])
    .kernel('up', [3, 3, 4, 8])
    .integers('up size', [1, 14, 14, 4])
    .integers('order', [0, 2, 1, 3])
    .integers('axis', [3], [])
    .integers('space', [1, 2])
    .integers('size', [21, 28])
    .integers('one', [1], [])
    .kernel('wm', [8, 5])
    .kernel('bm', [5])
    .operation('shifted', 'Sub', ['x', 'offset'])
    .operation('scaled', 'Mul', ['shifted', 'scale'])
    .operation('turned down', 'Sub', ['offset', 'scaled'])
    .operation('pad', 'Pad', ['turned down', 'pads'])
    .operation('conv', '_FusedConv2D', ['pad', 'w1', 'b1'], { ...valid, ...strides(2), ...fused('BiasAdd', 'Relu6') })
    .operation('depth', 'FusedDepthwiseConv2dNative', ['conv', 'wd', 'b1'], {
      ...same,
      ...strides(1),
      ...fused('BiasAdd'),
    })
    .operation('norm', 'FusedBatchNormV3', ['depth', 'row', 'row', 'row', 'variance'], {
      ...same,
      epsilon: a.number(0.001),
      is_training: a.flag(false),
    })
    .operation('elu', 'Elu', ['norm'])
    .operation('point', 'Conv2D', ['elu', 'w2'], { ...same, ...strides(1) })
    .operation('add', 'AddV2', ['point', 'conv'])
    .operation('turned', 'Transpose', ['add', 'order'])
    .operation('joined', 'ConcatV2', ['add', 'turned', 'axis'], { N: a.integer(2) })
    .operation('pooled', 'MaxPool', ['joined'], { ...same, ...strides(2), ksize: a.integers([1, 3, 3, 1]) })
    .operation('resized', 'ResizeBilinear', ['pooled', 'size'], { align_corners: a.flag(true) })
    .operation('bigger', 'Conv2DBackpropInput', ['up size', 'up', 'add'], { ...same, ...strides(2) })
    .operation('mean', 'Mean', ['add', 'space'], { keep_dims: a.flag(false) })
    .operation('expanded', 'ExpandDims', ['mean', 'one'])
    .operation('logits', '_FusedMatMul', ['mean', 'wm', 'bm'], fused('BiasAdd'))
    .operation('softmax', 'Softmax', ['logits'])
    .operation('identity', 'Identity', ['softmax']);
}

async function run(fixture: GraphFixture) {
  const graph = fixture.read().models[0]!;
  const compiled = compileGraph(graph);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const loaded = await modelWeights(compiled.program, { base: '', groups: joined(graph) }, async () => fixture.bytes());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const feeds = [...fixture.inputs.values()].map(({ sizes, dtype }) => toTensor(feed(sizes, dtype, 1)));
  const values = await runProgram(compiled.program, loaded.weights, feeds);
  return { graph, ...compiled, values, problems: loaded.problems };
}

/** The weights of both files in one. */
function joined({ weights }: Graph): readonly WeightsGroup[] {
  return (weights?.groups ?? []).map((group) => ({ ...group, paths: ['all'] }));
}

function toTensor(tensor: { readonly shape: readonly number[]; dataSync(): ArrayLike<number> }): Tensor {
  return { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
}

/** Every operation is computed, and as TensorFlow.js computes it. */
async function expectValues(fixture: GraphFixture): Promise<void> {
  const { graph, nodes, stops, values, problems } = await run(fixture);
  expect(stops).toEqual([]);
  expect(problems).toEqual([]);
  const expected = await fixture.run(1);
  for (const name of fixture.operations) {
    const node = graph.nodes.findIndex(({ layer }) => graph.layers[layer]!.label === name);
    const [output] = nodes[node]!;
    expectClose(values[output!.step]![output!.output]!, toTensor(expected.get(name)![0]!), name, 1e-4);
  }
}

test('a graph model whose operations are layers gives the values of TensorFlow.js', async () => {
  await expectValues(network());
});

test('constants in arithmetic, and slopes, are weights', async () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 6, 5, 2])
    .kernel('vector', [2])
    .kernel('number', [])
    .kernel('grid', [5, 1])
    .kernel('whole', [1, 6, 5, 2])
    .kernel('slopes', [1, 1, 2])
    .operation('bias', 'BiasAdd', ['x', 'vector'])
    .operation('sum', 'AddV2', ['vector', 'bias'])
    .operation('difference', 'Sub', ['grid', 'sum'])
    .operation('product', 'Mul', ['difference', 'whole'])
    .operation('quotient', 'RealDiv', ['product', 'vector'])
    .operation('least', 'Minimum', ['quotient', 'number'])
    .operation('most', 'Maximum', ['grid', 'least'])
    .operation('prelu', 'Prelu', ['most', 'slopes']);
  await expectValues(fixture);
  // The vector counts once, and the single number is no parameter.
  expect(fixture.analyse().totals.params.total).toBe(2 + 5 + 60 + 2);
});

test('a constant that makes a tensor larger, or has values of its own for every image, is left to the runtime', async () => {
  const fixture = new GraphFixture()
    .input('x', [2, 5, 1])
    .kernel('wide', [5, 3])
    .kernel('batch', [2, 5, 1])
    .operation('wider', 'Mul', ['x', 'wide'])
    .operation('own', 'Mul', ['x', 'batch']);
  const { graph, nodes } = fixture.analyse();
  expect(graph.layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'opaque', 'opaque']);
  expect(nodes[1]!.outputs).toEqual([[2, 5, 3]]);
});

test('an operation without a kernel stops what follows it, by name', async () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 6, 6, 2])
    .operation('relu', 'Relu', ['x'])
    .operation('turned', 'Cos', ['relu'])
    .operation('tanh', 'Tanh', ['turned']);
  const { stops, nodes } = await run(fixture);
  expect(stops.map((stop: Stop) => describeStop(stop))).toEqual(["There is no kernel for 'turned' (Cos)."]);
  expect(nodes.map((node) => node !== null)).toEqual([true, true, false, false]);
});
