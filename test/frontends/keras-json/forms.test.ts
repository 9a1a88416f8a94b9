import { describe, expect, test } from 'vitest';
import { readKerasJson } from '../../../server/frontends/keras-json/index.ts';
import { looksLikeLayersModel } from '../../../server/may-hold-model.ts';
import { analyse, read } from './read.ts';

const conv = {
  class_name: 'Conv2D',
  config: { name: 'c', filters: 4, kernel_size: [3, 3], batch_input_shape: [null, 9, 9, 2] },
};
const flatten = { class_name: 'Flatten', config: { name: 'f' } };
const sequential = { class_name: 'Sequential', config: { name: 'net', layers: [conv, flatten] } };
const saved = { keras_version: '2.15.0', backend: 'tensorflow', model_config: sequential };

const wrappings: Readonly<Record<string, unknown>> = {
  "TensorFlow.js's artifacts": { format: 'layers-model', modelTopology: sequential, weightsManifest: [] },
  'artifacts without a format': { modelTopology: sequential },
  "artifacts around Keras's file": { format: 'layers-model', modelTopology: saved, weightsManifest: null },
  "Keras's file": saved,
  'the model alone': sequential,
  'a bare list of layers as config': { class_name: 'Sequential', config: [conv, flatten] },
  'a config without its class': sequential.config,
  'nothing but the layers': [conv, flatten],
  'JSON in a string': { modelTopology: JSON.stringify(sequential) },
  'model_config in a string': { model_config: JSON.stringify(sequential, null, 1) },
  'artifacts with a file in a string': { modelTopology: JSON.stringify(saved) },
  "Keras 3's file": {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      ...sequential.config,
      trainable: true,
      dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null },
    },
    registered_name: null,
    build_config: { input_shape: [null, 9, 9, 2] },
  },
};

describe('every wrapping holds the same model', () => {
  test.each(Object.entries(wrappings))('%s', (_, json) => {
    const text = JSON.stringify(json, null, 2);
    for (const form of [text, `\uFEFF${text}`, JSON.stringify(json), text.replaceAll('\n', '\r\n')]) {
      expect(looksLikeLayersModel(form)).toBe(true);
      const analysis = analyse(form);
      expect(analysis.graph.layers.filter(({ source }) => source).map(({ label }) => label)).toEqual(['c', 'f']);
      expect(analysis.totals.params.total).toBe(3 * 3 * 2 * 4 + 4);
      expect(analysis.nodes.at(-1)!.outputs).toEqual([[null, 7 * 7 * 4]]);
      expect(read(form).findings).toEqual([]);
    }
  });
});

describe('places point into the original text', () => {
  test.each(Object.entries(wrappings))('%s', (_, json) => {
    const text = `\uFEFF${JSON.stringify(json, null, 2)}`;
    const { layers } = read(text).models[0]!;
    const { source } = layers.find(({ label }) => label === 'c')!;
    expect(text.slice(source!.name.start, source!.name.end).replaceAll('\\', '')).toBe('"Conv2D"');
    const whole = text.slice(source!.range.start, source!.range.end);
    expect([whole.at(0), whole.at(-1)]).toEqual(['{', '}']);
  });

  test('arguments by property', () => {
    const text = JSON.stringify(sequential, null, 2);
    const { source } = read(text).models[0]!.layers.find(({ label }) => label === 'c')!;
    const size = source!.arguments.kernel_size!;
    expect(text.slice(size.name!.start, size.name!.end)).toBe('"kernel_size"');
    expect(JSON.parse(text.slice(size.value.start, size.value.end))).toEqual([3, 3]);
    expect(text.slice(size.property.start, size.property.end)).toMatch(/^"kernel_size": \[[\s\S]*\]$/);
    expect(text.slice(source!.config!.start, source!.config!.end)).toBe(
      text.slice(text.indexOf('{', text.indexOf('"config"', text.indexOf('Conv2D'))), text.indexOf('}') + 1),
    );
  });

  test('inside a string nothing is offered for editing', () => {
    const { source } = read(JSON.stringify({ modelTopology: JSON.stringify(sequential) })).models[0]!.layers.at(-1)!;
    expect(source).toMatchObject({ arguments: {}, config: null });
  });
});

describe('the input shape, wherever it stands', () => {
  const bare = { name: 'c', filters: 4, kernel_size: 3 };
  const entry = (config: object) => ({ class_name: 'InputLayer', config: { name: 'i', ...config } });
  const layers: Readonly<Record<string, object>> = {
    batch_input_shape: [{ class_name: 'Conv2D', config: { ...bare, batch_input_shape: [null, 9, 9, 2] } }],
    'an input layer': [entry({ batch_input_shape: [null, 9, 9, 2] }), { class_name: 'Conv2D', config: bare }],
    "Keras 3's batch_shape": [entry({ batch_shape: [null, 9, 9, 2] }), { class_name: 'Conv2D', config: bare }],
    "the layer's build_config": [
      { class_name: 'Conv2D', config: bare, build_config: { input_shape: [null, 9, 9, 2] } },
    ],
    camelCase: [{ class_name: 'Conv2D', config: { ...bare, batchInputShape: [null, 9, 9, 2] } }],
  };
  test.each(Object.entries(layers))('%s', (_, list) => {
    expect(
      analyse(JSON.stringify({ class_name: 'Sequential', config: { layers: list } })).nodes.at(-1)!.outputs,
    ).toEqual([[null, 7, 7, 4]]);
  });

  test('build_input_shape of the model', () => {
    const json = {
      class_name: 'Sequential',
      config: { build_input_shape: [null, 9, 9, 2], layers: [{ class_name: 'Conv2D', config: bare }] },
    };
    expect(analyse(JSON.stringify(json)).nodes.at(-1)!.outputs).toEqual([[null, 7, 7, 4]]);
  });

  test('nowhere: said once, at the first layer', () => {
    const text = JSON.stringify({
      class_name: 'Sequential',
      config: { layers: [{ class_name: 'Conv2D', config: bare }] },
    });
    const { facts } = read(text).models[0]!;
    expect(facts.map(({ kind }) => kind)).toEqual(['missing-input-shape']);
    expect(text.slice(facts[0]!.place!.range.start, facts[0]!.place!.range.end)).toBe('"Conv2D"');
  });
});

describe('references between layers', () => {
  const input = {
    name: 'i',
    class_name: 'InputLayer',
    config: { name: 'i', batch_input_shape: [null, 9, 9, 2] },
    inbound_nodes: [],
  };
  const tensor = (name: string, output = 0) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, 9, 9, 2], dtype: 'float32', keras_history: [name, 0, output] },
  });
  const conv1 = { name: 'a', class_name: 'Conv2D', config: { name: 'a', filters: 2, kernel_size: 1 } };
  const add = { name: 's', class_name: 'Add', config: { name: 's' } };

  test("Keras 3's args and keras_history", () => {
    const json = {
      class_name: 'Functional',
      config: {
        name: 'net',
        layers: [
          input,
          { ...conv1, inbound_nodes: [{ args: [tensor('i')], kwargs: {} }] },
          { ...add, inbound_nodes: [{ args: [[tensor('i'), tensor('a')]], kwargs: {} }] },
        ],
        input_layers: ['i', 0, 0],
        output_layers: ['s', 0, 0],
      },
    };
    const { graph, nodes } = analyse(JSON.stringify(json));
    expect(graph.nodes.map(({ inputs }) => inputs.map(({ node }) => node))).toEqual([[], [0], [0, 1]]);
    expect(nodes[2]!.outputs).toEqual([[null, 9, 9, 2]]);
    expect(graph.facts).toEqual([]);
  });

  test('a single reference without its list, and ends by name', () => {
    const json = {
      class_name: 'Functional',
      config: {
        layers: [
          input,
          { ...conv1, inbound_nodes: [['i', 0, 0, {}]] },
          { ...add, inbound_nodes: [['i', 0, 0, { y: ['a', 0, 0] }]] },
        ],
        input_layers: { image: ['i', 0, 0] },
        output_layers: { sum: ['s', 0, 0] },
      },
    };
    const { graph } = analyse(JSON.stringify(json));
    expect(graph.nodes.map(({ inputs }) => inputs.map(({ node }) => node))).toEqual([[], [0], [0, 1]]);
  });

  test('layers that no output needs are left out, as the runtime leaves them out', () => {
    const json = {
      class_name: 'Model',
      config: {
        layers: [
          input,
          { ...conv1, inbound_nodes: [[['i', 0, 0, {}]]] },
          { ...conv1, name: 'dead', inbound_nodes: [[['i', 0, 0, {}]]] },
        ],
        input_layers: [['i', 0, 0]],
        output_layers: [['a', 0, 0]],
      },
    };
    expect(read(JSON.stringify(json)).models[0]!.layers.map(({ label }) => label)).toEqual(['i', 'a']);
  });
});

test('a graph model is named as such', () => {
  const text = JSON.stringify({ format: 'graph-model', modelTopology: { node: [{ name: 'x', op: 'Placeholder' }] } });
  const { models, findings } = readKerasJson('file:///m.json', text, { read: () => null });
  expect(models).toEqual([]);
  expect(findings).toMatchObject([{ kind: 'not-a-model', message: expect.stringContaining('graph model') }]);
});
