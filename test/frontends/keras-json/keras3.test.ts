import { describe, expect, test } from 'vitest';
import { printShape } from '../../../core/vocabulary/dimension.ts';
import { analyse, read } from './read.ts';

const dtype = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };

function initializer(class_name: string, config: object = {}): object {
  return { module: 'keras.initializers', class_name, config, registered_name: null };
}

type Shape = readonly (number | null)[];

/** A layer as `model.to_json()` of Keras 3 writes it. */
function layer(
  class_name: string,
  name: string,
  config: object,
  input: Shape | readonly Shape[] | null,
  inbound?: readonly object[],
) {
  return {
    module: 'keras.layers',
    class_name,
    config: { name, trainable: true, dtype, ...config },
    registered_name: null,
    ...(input ? { build_config: { input_shape: input } } : {}),
    ...(inbound ? { name, inbound_nodes: inbound } : {}),
  };
}

function input(name: string, batch_shape: Shape, functional = true) {
  return {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { batch_shape, dtype: 'float32', sparse: false, ragged: false, name, optional: false },
    registered_name: null,
    ...(functional ? { name, inbound_nodes: [] } : {}),
  };
}

function conv(name: string, filters: number, shape: Shape, inbound?: readonly object[]) {
  const config = {
    filters,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding: 'same',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    groups: 1,
    activation: 'relu',
    use_bias: true,
    kernel_initializer: initializer('GlorotUniform', { seed: null }),
    bias_initializer: initializer('Zeros'),
    kernel_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
  };
  return layer('Conv2D', name, config, shape, inbound);
}

function dense(name: string, units: number, shape: Shape, inbound?: readonly object[]) {
  const config = {
    units,
    activation: { module: 'builtins', class_name: 'function', config: 'softmax', registered_name: 'function' },
    use_bias: true,
    kernel_initializer: initializer('GlorotUniform', { seed: null }),
    bias_initializer: initializer('Zeros'),
    kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.01 }, registered_name: null },
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    quantization_config: null,
  };
  return layer('Dense', name, config, shape, inbound);
}

function tensor(shape: Shape, name: string, application = 0, output = 0) {
  return {
    class_name: '__keras_tensor__',
    config: { shape, dtype: 'float32', keras_history: [name, application, output] },
  };
}

/** One application of a layer. */
function call(...args: readonly unknown[]): object {
  return { args, kwargs: {} };
}

function functional(name: string, layers: readonly object[], inputs: unknown, outputs: unknown, build: unknown = null) {
  return {
    module: 'keras',
    class_name: 'Functional',
    config: { name, trainable: true, layers, input_layers: inputs, output_layers: outputs },
    registered_name: 'Functional',
    build_config: { input_shape: build },
    compile_config: { optimizer: 'adam', loss: 'categorical_crossentropy', jit_compile: true },
  };
}

/** Each layer's label with what its applications make, and that nothing was found wrong. */
function shapesOf(json: object): Readonly<Record<string, string>> {
  const text = JSON.stringify(json, null, 2);
  const { graph, nodes, layers } = analyse(text);
  expect(read(text).findings).toEqual([]);
  expect(graph.facts).toEqual([]);
  expect(graph.layers.flatMap(({ facts }) => facts)).toEqual([]);
  expect(nodes.flatMap(({ facts }) => facts)).toEqual([]);
  return Object.fromEntries(
    graph.layers.map(({ label }, index) => [
      label,
      layers[index]!.nodes.flatMap((node) => nodes[node]!.outputs.map(printShape)).join(' '),
    ]),
  );
}

const map: Shape = [null, 32, 32, 3];

describe('Keras 3 configs', () => {
  test('Sequential with an input layer and every object that Keras adds', () => {
    const batchNorm = {
      axis: -1,
      momentum: 0.99,
      epsilon: 0.001,
      center: true,
      scale: true,
      beta_initializer: initializer('Zeros'),
      gamma_initializer: initializer('Ones'),
      moving_mean_initializer: initializer('Zeros'),
      moving_variance_initializer: initializer('Ones'),
      beta_regularizer: null,
      gamma_regularizer: null,
      beta_constraint: null,
      gamma_constraint: null,
      synchronized: false,
    };
    const pool = { pool_size: [2, 2], padding: 'valid', strides: [2, 2], data_format: 'channels_last' };
    const model = {
      module: 'keras',
      class_name: 'Sequential',
      config: {
        name: 'sequential_2',
        trainable: true,
        dtype,
        layers: [
          input('input_layer', map, false),
          conv('conv2d', 16, map),
          layer('BatchNormalization', 'bn', batchNorm, [null, 32, 32, 16]),
          layer('MaxPooling2D', 'pool', pool, null),
          layer('GlobalAveragePooling2D', 'gap', { data_format: 'channels_last', keepdims: false }, null),
          layer('Dropout', 'dropout', { rate: 0.5, seed: null, noise_shape: null }, null),
          layer('Flatten', 'flat', { data_format: 'channels_last' }, [null, 16]),
          dense('dense', 10, [null, 16]),
        ],
        build_input_shape: map,
      },
      registered_name: null,
      build_config: { input_shape: map },
    };
    const text = JSON.stringify(model);
    const { totals, graph, nodes } = analyse(text);
    expect(graph.name).toBe('sequential_2');
    expect(totals).toMatchObject({ status: 'exact', params: { total: 448 + 64 + 170, nonTrainable: 32 } });
    expect(nodes.map(({ outputs }) => printShape(outputs[0]!))).toEqual([
      '[?, 32, 32, 3]',
      '[?, 32, 32, 16]',
      '[?, 32, 32, 16]',
      '[?, 16, 16, 16]',
      '[?, 16]',
      '[?, 16]',
      '[?, 16]',
      '[?, 10]',
    ]);
    // A flattening of what is flat is allowed to Keras, and told all the same.
    expect(graph.layers.flatMap(({ facts }) => facts)).toEqual([]);
    expect(graph.layers.at(-1)!.attributes).toMatchObject({ activation: 'softmax', units: 10 });
  });

  test('Functional with two inputs, two outputs and a shared layer', () => {
    const shared = conv('shared', 4, map, [call(tensor(map, 'left')), call(tensor(map, 'right'))]);
    const shape: Shape = [null, 32, 32, 4];
    const joined: Shape = [null, 32, 32, 8];
    const layers = [
      input('left', map),
      input('right', map),
      shared,
      layer(
        'Concatenate',
        'join',
        { axis: -1 },
        [shape, shape],
        [call([tensor(shape, 'shared', 0), tensor(shape, 'shared', 1)])],
      ),
      layer('GlobalMaxPooling2D', 'gmp', { data_format: 'channels_last', keepdims: false }, null, [
        call(tensor(joined, 'join')),
      ]),
      dense('classes', 5, [null, 8], [call(tensor([null, 8], 'gmp'))]),
      conv('mask', 1, joined, [call(tensor(joined, 'join'))]),
    ];
    const model = functional(
      'two',
      layers,
      [
        ['left', 0, 0],
        ['right', 0, 0],
      ],
      [
        ['classes', 0, 0],
        ['mask', 0, 0],
      ],
      [map, map],
    );
    expect(shapesOf(model)).toEqual({
      left: '[?, 32, 32, 3]',
      right: '[?, 32, 32, 3]',
      shared: '[?, 32, 32, 4] [?, 32, 32, 4]',
      join: '[?, 32, 32, 8]',
      gmp: '[?, 8]',
      mask: '[?, 32, 32, 1]',
      classes: '[?, 5]',
    });
    const { totals, graph } = analyse(JSON.stringify(model));
    expect(totals).toMatchObject({ status: 'exact', params: { total: 112 + 45 + 73 } });
    expect([graph.inputs.length, graph.outputs.length]).toEqual([2, 2]);
  });

  test('a nested model, applied twice, with inputs and outputs by name', () => {
    const out: Shape = [null, 32, 32, 4];
    const inner = functional(
      'encoder',
      [input('encoder_in', map), conv('encoder_conv', 4, map, [call(tensor(map, 'encoder_in'))])],
      [['encoder_in', 0, 0]],
      [['encoder_conv', 0, 0]],
    );
    const model = functional(
      'siamese',
      [
        input('a', map),
        input('b', map),
        { ...inner, name: 'encoder', inbound_nodes: [call(tensor(map, 'a')), call(tensor(map, 'b'))] },
        layer('Average', 'difference', {}, [out, out], [call([tensor(out, 'encoder', 0), tensor(out, 'encoder', 1)])]),
      ],
      { a: ['a', 0, 0], b: ['b', 0, 0] },
      { d: ['difference', 0, 0] },
    );
    expect(shapesOf(model)).toEqual({
      a: '[?, 32, 32, 3]',
      b: '[?, 32, 32, 3]',
      encoder: '[?, 32, 32, 4] [?, 32, 32, 4]',
      difference: '[?, 32, 32, 4]',
    });
    expect(analyse(JSON.stringify(model)).totals.params.total).toBe(112);
  });

  test('arithmetic on tensors, which Keras saves as operations', () => {
    const operation = (class_name: string, name: string, ...args: readonly unknown[]) => ({
      module: 'keras.src.ops.numpy',
      class_name,
      config: { name },
      registered_name: class_name,
      name,
      inbound_nodes: [call(...args)],
    });
    const model = functional(
      'scaled',
      [
        input('i', map),
        operation('TrueDivide', 'true_divide', tensor(map, 'i'), 127.5),
        operation('Subtract', 'subtract', tensor(map, 'true_divide'), 1.0),
        operation('Multiply', 'multiply', 2, tensor(map, 'subtract')),
        operation('Add', 'add', tensor(map, 'multiply'), tensor(map, 'i')),
      ],
      ['i', 0, 0],
      ['add', 0, 0],
    );
    expect(shapesOf(model)).toEqual({
      i: '[?, 32, 32, 3]',
      true_divide: '[?, 32, 32, 3]',
      subtract: '[?, 32, 32, 3]',
      multiply: '[?, 32, 32, 3]',
      add: '[?, 32, 32, 3]',
    });
    const { graph } = analyse(JSON.stringify(model));
    expect(graph.layers.map(({ operator, attributes: { scale, offset } }) => [operator, scale, offset])).toEqual([
      ['inputLayer', undefined, undefined],
      ['rescaling', 1 / 127.5, 0],
      ['rescaling', 1, -1],
      ['rescaling', 2, 0],
      ['add', undefined, undefined],
    ]);
  });

  test('a layer of the author, registered under a package, is unknown and no mistake', () => {
    const own = { ...layer('MyLayer', 'own', { units: 3 }, map, [call(tensor(map, 'i'))]), module: null };
    const model = functional(
      'custom',
      [input('i', map), { ...own, registered_name: 'Custom>MyLayer' }, conv('c', 2, map, [call(tensor(map, 'own'))])],
      [['i', 0, 0]],
      [['c', 0, 0]],
    );
    const { graph, totals } = analyse(JSON.stringify(model));
    expect(graph.layers[1]).toMatchObject({ operator: 'unknown', className: 'MyLayer' });
    expect(totals.status).toBe('lower-bound');
  });
});
