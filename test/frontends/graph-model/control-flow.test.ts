import { expect, test } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { attribute as a, GraphFixture, sizesOf } from './graph-fixture.ts';

const frame = { frame_name: a.text('loop'), parallel_iterations: a.integer(10) };
const float = { T: a.type('DT_FLOAT') };
const whole = { T: a.type('DT_INT32') };
const ones = a.integers([1, 1, 1, 1]);
const nhwc = { data_format: a.text('NHWC'), strides: ones, dilations: ones, padding: a.text('SAME') };

/** A loop of three rounds, as TensorFlow lowers one: `i` counts, and `body` makes the next `x` of the last. */
function loop(
  fixture: GraphFixture,
  start: string,
  type: Readonly<Record<string, object>>,
  body: (fixture: GraphFixture, x: string, i: string) => string,
): GraphFixture {
  fixture
    .integers('zero', [0], [])
    .integers('three', [3], [])
    .integers('one', [1], [])
    .operation('i/enter', 'Enter', ['zero'], { ...whole, ...frame })
    .operation('x/enter', 'Enter', [start], { ...type, ...frame })
    .operation('n/enter', 'Enter', ['three'], { ...whole, ...frame, is_constant: a.flag(true) })
    .operation('one/enter', 'Enter', ['one'], { ...whole, ...frame, is_constant: a.flag(true) })
    .operation('i/merge', 'Merge', ['i/enter', 'i/next'], { ...whole, N: a.integer(2) })
    .operation('x/merge', 'Merge', ['x/enter', 'x/next'], { ...type, N: a.integer(2) })
    .operation('less', 'Less', ['i/merge', 'n/enter'], whole)
    .operation('cond', 'LoopCond', ['less'])
    .operation('i/switch', 'Switch', ['i/merge', 'cond'], whole)
    .operation('x/switch', 'Switch', ['x/merge', 'cond'], type)
    .operation('i/exit', 'Exit', ['i/switch'], whole)
    .operation('x/exit', 'Exit', ['x/switch'], type)
    .operation('i/body', 'Identity', ['i/switch:1'], whole)
    .operation('x/body', 'Identity', ['x/switch:1'], type)
    .operation('i/add', 'AddV2', ['i/body', 'one/enter'], whole)
    .operation('i/next', 'NextIteration', ['i/add'], whole);
  return fixture.operation('x/next', 'NextIteration', [body(fixture, 'x/body', 'i/body')], type);
}

/** Our shapes at a batch of 2, and TensorFlow.js's. */
async function compare(fixture: GraphFixture, names: readonly string[]) {
  const { graph } = fixture.analyse();
  const inputs = [...fixture.inputs.values()].map(({ sizes }) => sizes.map((size) => (size < 0 ? 2 : size)));
  const { nodes } = analyseGraph(graph, { inputs });
  const real = await fixture.runLoops(2, names);
  const at = (name: string) => graph.nodes.findIndex(({ layer }) => graph.layers[layer]!.label === name);
  return {
    ours: names.map((name) => sizesOf(nodes[at(name)]!.outputs[0]!)),
    real: names.map((name) => real.get(name)!.shape),
    facts: graph.facts,
  };
}

test('what a loop leaves alone keeps its shape', async () => {
  const fixture = loop(new GraphFixture().input('x', [2, 6, 6, 2]).kernel('w', [3, 3, 2, 2]), 'x', float, (own, x) => {
    own
      .operation('w/enter', 'Enter', ['w'], { ...float, ...frame, is_constant: a.flag(true) })
      .operation('conv', 'Conv2D', [x, 'w/enter'], nhwc);
    return 'conv';
  });
  fixture.kernel('w2', [1, 1, 2, 5]).operation('out', 'Conv2D', ['x/exit', 'w2'], nhwc);
  const { ours, real, facts } = await compare(fixture, ['x/exit', 'out']);
  expect(ours).toEqual(real);
  expect(facts).toEqual([]);
  const { totals, graph, nodes } = fixture.analyse();
  // How often the loop runs decides what its convolution costs.
  expect(totals).toMatchObject({ status: 'lower-bound', macs: 36 * 2 * 5, params: { total: 36 + 10 } });
  const conv = graph.layers.findIndex(({ label }) => label === 'conv');
  expect(graph.layers[conv]).toMatchObject({ operator: 'opaque', why: expect.stringContaining('in a loop') });
  expect(nodes[conv]!.cost.macs).toBeNull();
});

test('a size that grows with every round is unknown, and the others are not', async () => {
  const fixture = loop(new GraphFixture().input('x', [2, 6, 3]), 'x', float, (own, x) => {
    own
      .operation('first/enter', 'Enter', ['x'], { ...float, ...frame, is_constant: a.flag(true) })
      .integers('axis', [1], [])
      .operation('axis/enter', 'Enter', ['axis'], { ...whole, ...frame, is_constant: a.flag(true) })
      .operation('longer', 'ConcatV2', [x, 'first/enter', 'axis/enter'], { ...float, N: a.integer(2) });
    return 'longer';
  });
  const { ours, real } = await compare(fixture, ['x/exit', 'i/exit']);
  expect(real).toEqual([[2, 24, 3], []]);
  expect(ours).toEqual([[2, null, 3], []]);
});

test('lists that a loop fills are as long as they were made, their elements as large as what was put in', async () => {
  const fixture = new GraphFixture()
    .input('images', [3, 6, 5, 2])
    .integers('any', [-1], [])
    .integers('three items', [3], [])
    .operation('source', 'TensorListFromTensor', ['images', 'any'], { element_dtype: a.type('DT_FLOAT') })
    .operation('target', 'TensorListReserve', ['any', 'three items'], { element_dtype: a.type('DT_FLOAT') });
  loop(fixture, 'target', { T: a.type('DT_VARIANT') }, (own, x, i) => {
    own
      .operation('source/enter', 'Enter', ['source'], { T: a.type('DT_VARIANT'), ...frame, is_constant: a.flag(true) })
      .operation('any/enter', 'Enter', ['any'], { ...whole, ...frame, is_constant: a.flag(true) })
      .operation('item', 'TensorListGetItem', ['source/enter', i, 'any/enter'], {
        element_dtype: a.type('DT_FLOAT'),
      })
      .integers('last', [-1], [])
      .operation('last/enter', 'Enter', ['last'], { ...whole, ...frame, is_constant: a.flag(true) })
      .operation('larger', 'ExpandDims', ['item', 'last/enter'], float)
      .operation('filled', 'TensorListSetItem', [x, i, 'larger'], { element_dtype: a.type('DT_FLOAT') });
    return 'filled';
  });
  fixture
    .operation('stack', 'TensorListStack', ['x/exit', 'any'], {
      element_dtype: a.type('DT_FLOAT'),
      num_elements: a.integer(3),
    })
    .operation('length', 'TensorListLength', ['x/exit']);
  const { ours, real, facts } = await compare(fixture, ['stack', 'length']);
  expect(real).toEqual([[3, 6, 5, 2, 1], []]);
  expect(ours).toEqual(real);
  expect(facts).toEqual([]);
});

test('arrays of the older kind', async () => {
  const fixture = new GraphFixture()
    .input('images', [3, 4, 2])
    .integers('three items', [3], [])
    .integers('all', [0, 1, 2])
    .operation('array', 'TensorArrayV3', ['three items'], { dtype: a.type('DT_FLOAT') })
    .operation('full', 'TensorArrayScatterV3', ['array', 'all', 'images', 'array:1'])
    .operation('gathered', 'TensorArrayGatherV3', ['array', 'all', 'full'], { dtype: a.type('DT_FLOAT') })
    .integers('first', [1], [])
    .operation('one', 'TensorArrayReadV3', ['array', 'first', 'full'], { dtype: a.type('DT_FLOAT') })
    .operation('size', 'TensorArraySizeV3', ['array', 'full']);
  const { ours, real } = await compare(fixture, ['gathered', 'one', 'size']);
  expect(ours).toEqual(real);
});

test('where two branches meet, a tensor is what both agree on', async () => {
  const branches = (sizes: readonly number[]) =>
    new GraphFixture()
      .input('x', [2, 6])
      .input('flag', [], 'int32')
      .integers('zero', [0], [])
      .operation('yes', 'Greater', ['flag', 'zero'], whole)
      .operation('switch', 'Switch', ['x', 'yes'], float)
      .kernel('w', [6, 4])
      .kernel('v', sizes)
      .operation('no branch', 'MatMul', ['switch', 'w'])
      .operation('yes branch', 'MatMul', ['switch:1', 'v'])
      .operation('merge', 'Merge', ['no branch', 'yes branch'], { ...float, N: a.integer(2) });
  expect((await compare(branches([6, 4]), ['merge'])).ours).toEqual([[2, 4]]);
  expect((await compare(branches([6, 4]), ['merge'])).real).toEqual([[2, 4]]);
  expect((await compare(branches([6, 5]), ['merge'])).ours).toEqual([[2, null]]);
});

test('a circle that is no loop stays unknown', () => {
  const { models } = new GraphFixture()
    .input('x', [2, 6])
    .operation('a', 'AddV2', ['x', 'b'])
    .operation('b', 'Relu', ['a'])
    .read();
  expect(models[0]!.layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'unknown', 'unknown']);
});
