const input = {
  class_name: 'InputLayer',
  name: 'i',
  config: { name: 'i', batch_input_shape: [null, 4] },
  inbound_nodes: [],
};

function functional(layers: readonly object[], output: readonly [string, number, number]): string {
  return JSON.stringify({
    class_name: 'Model',
    config: { name: 'm', layers: [input, ...layers], input_layers: [['i', 0, 0]], output_layers: [output] },
  });
}

function dense(name: string, inbound: readonly unknown[]): object {
  return { class_name: 'Dense', name, config: { name, units: 4 }, inbound_nodes: inbound };
}

function eachOnAllBefore(count: number): string {
  const layers = Array.from({ length: count }, (_, at) => ({
    class_name: 'Concatenate',
    name: `d${at}`,
    config: { name: `d${at}` },
    inbound_nodes: [[['i', 0, 0, {}], ...Array.from({ length: at }, (__, from) => [`d${from}`, 0, 0, {}])]],
  }));
  return functional(layers, [`d${count - 1}`, 0, 0]);
}

function nested(depth: number, open: string, inner: string, close: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

/** A sequential model of two, each of which is a sequential model of two. */
function twiceEach(depth: number): object {
  let model: object = {
    class_name: 'Dense',
    config: { name: 'd', units: 4, activation: 'relu', batch_input_shape: [null, 4] },
  };
  for (let at = 0; at < depth; at += 1)
    model = { class_name: 'Sequential', config: { name: `s${at}`, layers: [model, model] } };
  return model;
}

const sequential = (layers: string) =>
  `{"class_name":"Sequential","config":{"name":"n","layers":[{"class_name":"InputLayer","config":{"name":"i","batch_input_shape":[null,3,4]}},${layers}]}}`;

/** Hostile models in JSON, by the kind of them. */
export const hostileJson: Readonly<Record<string, () => string>> = {
  'groups without number': () =>
    sequential(
      '{"class_name":"Conv2D","config":{"name":"c","filters":8,"kernel_size":[3,3],"groups":1e12,"batch_input_shape":[null,28,28,8]}}',
    ),
  'wrappers in wrappers': () =>
    sequential(
      nested(
        500,
        '{"class_name":"Bidirectional","config":{"layer":',
        '{"class_name":"LSTM","config":{"units":2}}',
        '}}',
      ),
    ),
  'wrappers in wrappers, as deep as is read': () =>
    sequential(
      nested(
        150,
        '{"class_name":"Bidirectional","config":{"layer":',
        '{"class_name":"LSTM","config":{"units":2}}',
        '}}',
      ),
    ),
  'models in models': () =>
    sequential(
      nested(
        300,
        '{"class_name":"Sequential","config":{"layers":[',
        '{"class_name":"Dense","config":{"units":2}}',
        ']}}',
      ),
    ),
  'models in models, each of them twice': () => JSON.stringify(twiceEach(14)),
  'each layer on all before it': () => eachOnAllBefore(900),
  'each of very many layers on all before it': () => eachOnAllBefore(1_500),
  'one layer applied very often': () =>
    functional(
      [
        dense(
          'd',
          Array.from({ length: 60_000 }, (_, at) => [[at ? 'd' : 'i', at ? at - 1 : 0, 0, {}]]),
        ),
      ],
      ['d', 59_999, 0],
    ),
  'very many layers, no two connected': () =>
    functional(
      Array.from({ length: 30_000 }, (_, at) => dense(`d${at}`, [[['i', 0, 0, {}]]])),
      ['d1', 0, 0],
    ),
  'references that lead nowhere': () =>
    functional(
      Array.from({ length: 8000 }, (_, at) => dense(`d${at}`, [[[`none${at}`, 0, 0]]])),
      ['d7999', 0, 0],
    ),
  'layers of one name': () =>
    functional(
      Array.from({ length: 20_000 }, () => dense('same', [[['i', 0, 0]]])),
      ['same', 0, 0],
    ),
  'very many layers': () =>
    functional(
      Array.from({ length: 60_000 }, (_, at) => dense(`d${at}`, [[[at ? `d${at - 1}` : 'i', 0, 0]]])),
      ['d59999', 0, 0],
    ),
  'blanks without end': () => sequential(' '.repeat(8_000_000)),
  'very many keys that no layer has': () =>
    functional(
      [
        {
          class_name: 'Dense',
          name: 'd',
          config: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`unit_${at}`, at])),
          inbound_nodes: [[['i', 0, 0]]],
        },
      ],
      ['d', 0, 0],
    ),
  'weights of very many layers that are not there': () =>
    JSON.stringify({
      modelTopology: JSON.parse(functional([dense('d', [[['i', 0, 0]]])], ['d', 0, 0])),
      weightsManifest: [
        {
          paths: ['w.bin'],
          weights: Array.from({ length: 100_000 }, (_, at) => ({
            name: `e${at}/kernel`,
            shape: [4],
            dtype: 'float32',
          })),
        },
      ],
    }),
  'wrong groups in very many layers': () =>
    functional(
      Array.from({ length: 9_000 }, (_, at) => ({
        class_name: 'Conv2D',
        name: `c${at}`,
        config: {
          name: `c${at}`,
          filters: 7,
          kernel_size: [30, 30],
          groups: 3,
          strides: [2, 2],
          dilation_rate: [2, 2],
        },
        inbound_nodes: [[[at ? `c${at - 1}` : 'i', 0, 0]]],
      })),
      ['c8999', 0, 0],
    ),
  'a circle': () =>
    functional(
      Array.from({ length: 2000 }, (_, at) => dense(`d${at}`, [[[`d${(at + 1) % 2000}`, 0, 0]]])),
      ['d5', 0, 0],
    ),
};
