import { expect, test } from 'vitest';
import { attribute as a, GraphFixture, sizesOf } from './graph-fixture.ts';

/** Every shape is what TensorFlow.js computes; open are exactly the sizes that change with the batch. */
async function expectRuntimeShapes(fixture: GraphFixture): Promise<void> {
  const { graph, nodes } = fixture.analyse();
  const two = await fixture.run(2);
  const three = await fixture.run(3);
  const ours = Object.fromEntries(
    graph.nodes.map(({ layer }, index) => [graph.layers[layer]!.label, nodes[index]!.outputs.map(sizesOf)]),
  );
  for (const name of fixture.operations) {
    const expected = two
      .get(name)!
      .map(({ shape }, output) =>
        shape.map((size, axis) => (three.get(name)![output]!.shape[axis] === size ? size : null)),
      );
    expect({ name, shapes: ours[name]!.slice(0, expected.length) }).toEqual({ name, shapes: expected });
  }
  expect(graph.facts).toEqual([]);
}

const nhwc = { data_format: a.text('NHWC') };

function window(padding: string, strides: readonly number[], dilations: readonly number[] = [1, 1, 1, 1]) {
  return { ...nhwc, padding: a.text(padding), strides: a.integers(strides), dilations: a.integers(dilations) };
}

test('convolutions, fused and not, with every padding', async () => {
  const fused = (ops: readonly string[]) => ({ fused_ops: a.texts(ops), num_args: a.integer(1) });
  const fixture = new GraphFixture()
    .input('x', [-1, 33, 30, 3])
    .kernel('w', [3, 3, 3, 8])
    .kernel('b', [8])
    .kernel('w5', [5, 3, 8, 4])
    .kernel('depth', [3, 3, 8, 2])
    .kernel('depth bias', [16])
    .kernel('up', [3, 3, 6, 16])
    .integers('up size', [2, 12, 10, 6])
    .kernel('point', [1, 1, 16, 4])
    .operation('same', 'Conv2D', ['x', 'w'], window('SAME', [1, 2, 2, 1]))
    .operation('valid', 'Conv2D', ['x', 'w'], window('VALID', [1, 2, 1, 1]))
    .operation('dilated', 'Conv2D', ['same', 'w5'], window('SAME', [1, 1, 1, 1], [1, 2, 3, 1]))
    .operation('explicit', 'Conv2D', ['x', 'w'], {
      ...window('EXPLICIT', [1, 2, 2, 1]),
      explicit_paddings: a.integers([0, 0, 1, 2, 0, 3, 0, 0]),
    })
    .operation('relu', '_FusedConv2D', ['x', 'w', 'b'], {
      ...window('SAME', [1, 2, 2, 1]),
      ...fused(['BiasAdd', 'Relu6']),
    })
    .operation('d', 'DepthwiseConv2dNative', ['relu', 'depth'], window('SAME', [1, 2, 2, 1]))
    .operation('df', 'FusedDepthwiseConv2dNative', ['relu', 'depth', 'depth bias'], {
      ...window('VALID', [1, 1, 1, 1]),
      ...fused(['BiasAdd', 'Relu']),
    })
    .operation('p', 'Conv2D', ['df', 'point'], window('VALID', [1, 1, 1, 1]))
    .operation('max', 'MaxPool', ['p'], { ...window('SAME', [1, 2, 2, 1]), ksize: a.integers([1, 3, 3, 1]) })
    .operation('avg', 'AvgPool', ['p'], { ...window('VALID', [1, 3, 2, 1]), ksize: a.integers([1, 4, 2, 1]) });
  await expectRuntimeShapes(fixture);
  const { totals, layers, graph } = fixture.analyse();
  expect(totals.status).toBe('exact');
  // Four convolutions share one kernel, which counts once.
  expect(totals.params.total).toBe(216 + 8 + 480 + 144 + 16 + 64);
  const relu = graph.layers.findIndex(({ label }) => label === 'relu');
  expect(layers[relu]!.weights.map(({ name }) => name)).toEqual(['bias']);
  expect(graph.layers[relu]).toMatchObject({
    operator: 'conv2d',
    stored: { kernel: 'w', bias: 'b' },
    attributes: { activation: 'relu6', useBias: true, strides: [2, 2] },
  });
});

test('transposed convolutions of the size that their operand says', async () => {
  const fixture = new GraphFixture()
    .input('x', [2, 6, 5, 4])
    .kernel('w', [3, 3, 6, 4])
    .integers('natural', [2, 12, 10, 6])
    .integers('odd', [2, 11, 9, 6])
    .operation('a', 'Conv2DBackpropInput', ['natural', 'w', 'x'], window('SAME', [1, 2, 2, 1]))
    .operation('b', 'Conv2DBackpropInput', ['odd', 'w', 'x'], window('SAME', [1, 2, 2, 1]));
  await expectRuntimeShapes(fixture);
  const { graph, nodes, totals } = fixture.analyse();
  expect(graph.layers.map(({ operator }) => operator)).toEqual(['inputLayer', 'conv2dTranspose', 'opaque']);
  expect(nodes[1]!.cost.macs).toBe(nodes[2]!.cost.macs);
  expect(totals.status).toBe('exact');
});

test('borders, sizes and blocks of images', async () => {
  await expectRuntimeShapes(
    new GraphFixture()
      .input('x', [-1, 12, 8, 4])
      .integers('pads', [0, 0, 1, 2, 3, 4, 0, 0], [4, 2])
      .integers('channel pads', [0, 0, 0, 0, 0, 0, 1, 1], [4, 2])
      .numbers('zero', [0], [])
      .integers('size', [24, 16])
      .integers('other size', [7, 9])
      .integers('block', [2, 2])
      .integers('borders', [0, 2, 0, 4], [2, 2])
      .integers('crops', [1, 1, 2, 2], [2, 2])
      .operation('pad', 'Pad', ['x', 'pads'])
      .operation('padv2', 'PadV2', ['x', 'pads', 'zero'])
      .operation('channels', 'Pad', ['x', 'channel pads'])
      .operation('mirror', 'MirrorPad', ['x', 'pads'], { mode: a.text('REFLECT') })
      .operation('nearest', 'ResizeNearestNeighbor', ['x', 'size'], { half_pixel_centers: a.flag(true) })
      .operation('bilinear', 'ResizeBilinear', ['x', 'size'], { half_pixel_centers: a.flag(true) })
      .operation('resized', 'ResizeBilinear', ['x', 'other size'], { align_corners: a.flag(true) })
      .operation('deeper', 'DepthToSpace', ['x'], { block_size: a.integer(2), ...nhwc })
      .operation('batches', 'SpaceToBatchND', ['x', 'block', 'borders'])
      .operation('back', 'BatchToSpaceND', ['batches', 'block', 'crops']),
  );
});

test('matrix products', async () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 6])
    .input('y', [-1, 3, 5, 6])
    .kernel('w', [6, 4])
    .kernel('wt', [4, 6])
    .kernel('b', [4])
    .operation('dense', 'MatMul', ['x', 'w'], { transpose_a: a.flag(false), transpose_b: a.flag(false) })
    .operation('turned', 'MatMul', ['x', 'wt'], { transpose_b: a.flag(true) })
    .operation('fused', '_FusedMatMul', ['x', 'w', 'b'], {
      fused_ops: a.texts(['BiasAdd', 'Elu']),
      num_args: a.integer(1),
    })
    .operation('scores', 'BatchMatMulV2', ['y', 'y'], { adj_x: a.flag(false), adj_y: a.flag(true) })
    .operation('einsum', 'Einsum', ['y', 'w'], { equation: a.text('bijk,kl->bijl') });
  await expectRuntimeShapes(fixture);
  const { nodes, graph } = fixture.analyse();
  const macs = graph.nodes.map((_, index) => nodes[index]!.cost.macs);
  expect(macs).toEqual([0, 0, 24, 24, 24, 3 * 5 * 5 * 6, 3 * 5 * 6 * 4]);
  expect(graph.layers.map(({ operator }) => operator).slice(2)).toEqual([
    'dense',
    'opaque',
    'dense',
    'opaque',
    'opaque',
  ]);
});

test('layout: reshape, transpose, squeeze, concat, pack, split, tile', async () => {
  await expectRuntimeShapes(
    new GraphFixture()
      .input('x', [-1, 6, 1, 4])
      .integers('flat', [-1, 24])
      .integers('keep', [0, 3, 2, 1])
      .integers('one', [1], [])
      .integers('minus one', [-1], [])
      .integers('times', [1, 2, 3, 1])
      .integers('parts', [1, -1])
      .operation('reshape', 'Reshape', ['x', 'flat'])
      .operation('transpose', 'Transpose', ['x', 'keep'])
      .operation('expand', 'ExpandDims', ['x', 'one'])
      .operation('squeeze', 'Squeeze', ['x'], { squeeze_dims: a.integers([2]) })
      .operation('concat', 'ConcatV2', ['x', 'x', 'minus one'], { N: a.integer(2) })
      .operation('pack', 'Pack', ['x', 'x', 'x'], { axis: a.integer(1), N: a.integer(3) })
      .operation('unpack', 'Unpack', ['squeeze'], { axis: a.integer(1), num: a.integer(6) })
      .operation('split', 'Split', ['one', 'x'], { num_split: a.integer(3) })
      .operation('splitv', 'SplitV', ['x', 'parts', 'minus one'], { num_split: a.integer(2) })
      .operation('tile', 'Tile', ['x', 'times'])
      .operation('second', 'Relu', ['unpack:1'])
      .operation('identity', 'Identity', ['splitv:1'])
      .operation('cast', 'Cast', ['x'], { SrcT: a.type('DT_FLOAT'), DstT: a.type('DT_INT32') }),
  );
});

test('elementwise with broadcasting, activations and normalisations', async () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 5, 4, 3])
    .kernel('row', [3])
    .kernel('map', [1, 5, 1, 1])
    .numbers('half', [0.5], [])
    .numbers('variance', [1, 2, 3])
    .operation('bias', 'BiasAdd', ['x', 'row'], nhwc)
    .operation('add', 'AddV2', ['x', 'map'])
    .operation('wide', 'Sub', ['map', 'row'])
    .operation('scale', 'Mul', ['x', 'half'])
    .operation('merge', 'Maximum', ['bias', 'add'])
    .operation('divide', 'RealDiv', ['x', 'row'])
    .operation('less', 'Less', ['x', 'half'])
    .operation('select', 'SelectV2', ['less', 'x', 'half'])
    .operation('square', 'SquaredDifference', ['x', 'row'])
    .operation('norm', 'FusedBatchNormV3', ['x', 'row', 'row', 'row', 'variance'], {
      ...nhwc,
      epsilon: a.number(0.001),
      is_training: a.flag(false),
    })
    .operation('softmax', 'Softmax', ['x'])
    .operation('leaky', 'LeakyRelu', ['x'], { alpha: a.number(0.1) })
    .operation('prelu', 'Prelu', ['x', 'row']);
  for (const op of [
    'Relu',
    'Relu6',
    'Elu',
    'Selu',
    'Sigmoid',
    'Tanh',
    'Softplus',
    'Exp',
    'Rsqrt',
    'Abs',
    'Neg',
    'Floor',
  ]) {
    fixture.operation(op.toLowerCase(), op, ['x']);
  }
  await expectRuntimeShapes(fixture);
});

test('reductions keep or drop axes', async () => {
  await expectRuntimeShapes(
    new GraphFixture()
      .input('x', [-1, 5, 4, 3])
      .integers('space', [1, 2])
      .integers('last', [-1], [])
      .integers('every', [0, 1, 2, 3])
      .integers('three', [3], [])
      .operation('mean', 'Mean', ['x', 'space'], { keep_dims: a.flag(false) })
      .operation('kept', 'Mean', ['x', 'space'], { keep_dims: a.flag(true) })
      .operation('max', 'Max', ['x', 'space'], { keep_dims: a.flag(true) })
      .operation('sum', 'Sum', ['x', 'last'], { keep_dims: a.flag(false) })
      .operation('all', 'Sum', ['x', 'every'], { keep_dims: a.flag(false) })
      .operation('best', 'ArgMax', ['x', 'last'])
      .operation('top', 'TopKV2', ['x', 'three'], { sorted: a.flag(true) }),
  );
});

test('slices and look-ups', async () => {
  await expectRuntimeShapes(
    new GraphFixture()
      .input('x', [-1, 9, 8, 6])
      .input('rows', [-1, 4], 'int32')
      .kernel('table', [10, 7])
      .integers('zero', [0], [])
      .integers('begin', [0, 1, 2, 0])
      .integers('size', [-1, 3, -1, 5])
      .integers('from', [0, -7, 1, 5])
      .integers('to', [0, 8, 6, 6])
      .integers('by', [1, 2, 2, 1])
      .operation('slice', 'Slice', ['x', 'begin', 'size'])
      .operation('strided', 'StridedSlice', ['x', 'from', 'to', 'by'], masks({ begin_mask: 1, end_mask: 1 }))
      .operation(
        'column',
        'StridedSlice',
        ['x', 'from', 'to', 'by'],
        masks({ begin_mask: 1, end_mask: 1, shrink_axis_mask: 8 }),
      )
      .operation(
        'grown',
        'StridedSlice',
        ['x', 'from', 'to', 'by'],
        masks({ begin_mask: 1, end_mask: 1, new_axis_mask: 2 }),
      )
      .operation('rest', 'StridedSlice', ['x', 'from', 'to', 'by'], masks({ ellipsis_mask: 1 }))
      .operation('embedding', 'GatherV2', ['table', 'rows', 'zero'], { batch_dims: a.integer(0) }),
  );
});

test('operations of other fields', async () => {
  await expectRuntimeShapes(
    new GraphFixture()
      .input('x', [-1, 9, 8, 3])
      .kernel('structure', [3, 2, 3])
      .numbers('sorted', [1, 2, 3, 4], [1, 4])
      .numbers('wanted', [2, 3], [1, 2])
      .integers('indices', [0, 2], [2, 1])
      .numbers('updates', [5, 6])
      .integers('length', [7])
      .operation('dilated', 'Dilation2D', ['x', 'structure'], {
        padding: a.text('SAME'),
        strides: a.integers([1, 2, 1, 1]),
        rates: a.integers([1, 1, 2, 1]),
      })
      .operation('scattered', 'ScatterNd', ['indices', 'updates', 'length'])
      .operation('bound', 'LowerBound', ['sorted', 'wanted'])
      .operation('zeros', 'Zeros', ['length'], { dtype: a.type('DT_FLOAT') })
      .operation('lrn', 'LRN', ['x'], {
        depth_radius: a.integer(2),
        bias: a.number(1),
        alpha: a.number(1),
        beta: a.number(0.5),
      }),
  );
});

test('shape arithmetic is folded: a flattening that asks for the batch', async () => {
  const fixture = new GraphFixture()
    .input('x', [-1, 4, 4, 3])
    .integers('zero', [0])
    .integers('one', [1])
    .integers('three', [3])
    .integers('features', [48], [])
    .integers('two', [2], [])
    .integers('axis', [0], [])
    .integers('twice', [2, 2])
    .operation('shape', 'Shape', ['x'], { out_type: a.type('DT_INT32') })
    .operation('batch', 'StridedSlice', ['shape', 'zero', 'one', 'one'], masks({ shrink_axis_mask: 1 }))
    .operation('target', 'Pack', ['batch', 'features'], { N: a.integer(2), axis: a.integer(0) })
    .operation('flat', 'Reshape', ['x', 'target'])
    .operation('space', 'StridedSlice', ['shape', 'one', 'three', 'one'], masks({}))
    .operation('doubled', 'Mul', ['space', 'twice'])
    .operation('up', 'ResizeNearestNeighbor', ['x', 'doubled'])
    .operation('range', 'Range', ['axis', 'features', 'two'])
    .operation('filled', 'Fill', ['target', 'two']);
  await expectRuntimeShapes(fixture);
  const { graph } = fixture.analyse();
  expect(graph.layers.find(({ label }) => label === 'flat')!.operator).toBe('reshape');
  expect(graph.layers.find(({ label }) => label === 'up')).toMatchObject({
    operator: 'upSampling2d',
    attributes: { size: [2, 2], interpolation: 'nearest' },
  });
});

function masks(given: Readonly<Record<string, number>>) {
  const all = { begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0, ...given };
  return Object.fromEntries(Object.entries(all).map(([name, mask]) => [name, a.integer(mask)]));
}
