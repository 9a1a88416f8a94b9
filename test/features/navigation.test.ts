import { describe, expect, it } from 'vitest';
import { analyseFile, type FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { definition } from '../../server/features/definition.ts';
import { type DocumentSymbol, documentSymbols } from '../../server/features/document-symbol.ts';
import { references } from '../../server/features/references.ts';

const uri = 'file:///project/model.json';

function analyse(text: string, file = uri, files: Readonly<Record<string, string>> = {}): FileAnalysis {
  return analyseFile(file, text, { read: (asked) => files[asked] ?? null });
}

/** The nth place of a text, a little inside. */
function at(text: string, what: string, nth = 0): number {
  let offset = -1;
  for (let count = 0; count <= nth; count++) offset = text.indexOf(what, offset + 1);
  expect(offset).toBeGreaterThanOrEqual(0);
  return offset + 2;
}

function tree(symbols: readonly DocumentSymbol[]): readonly unknown[] {
  return symbols.map(({ name, kind, children }) => (children.length > 0 ? [name, kind, tree(children)] : [name, kind]));
}

const input = {
  name: 'i',
  class_name: 'InputLayer',
  config: { name: 'i', batch_input_shape: [null, 9, 9, 2] },
  inbound_nodes: [],
};
const conv = (name: string, from: string) => ({
  name,
  class_name: 'Conv2D',
  config: { name, filters: 2, kernel_size: 1, activation: 'relu' },
  inbound_nodes: [[[from, 0, 0, {}]]],
});
const inner = {
  name: 'inner',
  class_name: 'Functional',
  config: {
    name: 'inner',
    layers: [input, conv('relu', 'i')],
    input_layers: [['i', 0, 0]],
    output_layers: [['relu', 0, 0]],
  },
};
const keras = JSON.stringify(
  {
    class_name: 'Functional',
    config: {
      name: 'outer',
      layers: [
        input,
        conv('relu', 'i'),
        { ...inner, inbound_nodes: [[['relu', 0, 0, {}]], [['relu', 0, 0, {}]]] },
        {
          name: 's',
          class_name: 'Add',
          config: { name: 's' },
          inbound_nodes: [
            [
              ['inner', 0, 0],
              ['inner', 1, 0],
            ],
          ],
        },
      ],
      input_layers: [['i', 0, 0]],
      output_layers: [['s', 0, 0]],
    },
  },
  null,
  1,
);

describe('in the JSON of layers', () => {
  const file = analyse(keras);
  const first = keras.indexOf('"inner"');

  it('goes from a name to the layer of the same model', () => {
    const reference = keras.lastIndexOf('"relu"') + 2;
    const place = definition(file, reference)!;
    expect(keras.slice(place.range.start, place.range.end)).toContain('"Conv2D"');
    expect(place.range.start).toBeLessThan(first);
    // The inner model has a layer of that name as well.
    const inside = keras.indexOf('"relu"', keras.indexOf('"output_layers"')) + 2;
    expect(definition(file, inside)!.range.start).toBeGreaterThan(first);
    expect(definition(file, at(keras, '"Conv2D"'))).toBeNull();
  });

  it('finds where a layer is used, and not its activation of the same name', () => {
    const uses = references(file, at(keras, '"relu"'), false).map(({ range }) => range);
    expect(uses.map(({ start, end }) => keras.slice(start, end))).toEqual(Array.from(uses, () => 'relu'));
    // Two applications of the inner model take it; what the inner model calls so is another layer.
    expect(uses).toHaveLength(2);
    for (const { start } of uses) expect(start).toBeGreaterThan(keras.indexOf('"inner"'));
    const declared = references(file, at(keras, '"relu"'), true);
    expect(declared.map(({ range }) => keras.slice(range.start, range.end))).toEqual(['"Conv2D"', 'relu', 'relu']);
  });

  it('lists nested models below the layer that they are', () => {
    expect(tree(documentSymbols(file))).toEqual([
      [
        'outer',
        'model',
        [
          ['i', 'layer'],
          ['relu', 'layer'],
          [
            'inner',
            'model',
            [
              ['i', 'layer'],
              ['relu', 'layer'],
            ],
          ],
          ['s', 'layer'],
        ],
      ],
    ]);
  });
});

describe('in the JSON of graphs', () => {
  const constant = { name: 'w', op: 'Const', attr: { dtype: { type: 'DT_FLOAT' } } };
  const graph = JSON.stringify(
    {
      format: 'graph-model',
      modelTopology: {
        node: [
          { name: 'x', op: 'Placeholder', attr: { shape: { shape: { dim: [{ size: '-1' }, { size: '4' }] } } } },
          constant,
          { name: 'relu', op: 'Relu', input: ['x'] },
          { name: 'y', op: 'MatMul', input: ['relu:0', 'w'] },
          { name: 'z', op: 'AddV2', input: ['y', 'relu', '^x'] },
        ],
      },
    },
    null,
    1,
  );
  const file = analyse(graph);

  it('goes to operations and to constants', () => {
    const target = (what: string, nth = 0) => {
      const place = definition(file, at(graph, what, nth));
      return place && graph.slice(place.range.start, place.range.end);
    };
    expect(target('"relu:0"')).toContain('"Relu"');
    expect(target('"^x"')).toContain('"Placeholder"');
    expect(target('"w"', 1)).toBe('"w"');
  });

  it('finds the operations that take an output', () => {
    const uses = references(file, at(graph, '"relu"'), false);
    expect(uses.map(({ range }) => graph.slice(range.start, range.end))).toEqual(['relu:0', 'relu']);
  });

  it('lists the operations', () => {
    expect(tree(documentSymbols(file))).toEqual([
      [
        'model',
        'model',
        [
          ['x', 'layer'],
          ['relu', 'layer'],
          ['y', 'layer'],
          ['z', 'layer'],
        ],
      ],
    ]);
  });
});

describe('in programs', () => {
  const program = `import * as tf from '@tensorflow/tfjs';
const input = tf.input({ shape: [8, 8, 3] });
const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input);
const left = tf.layers.reLU().apply(conv);
const right = tf.layers.flatten().apply(conv);
const model = tf.model({ inputs: input, outputs: [left, right] });
`;
  const script = 'file:///project/model.ts';

  it('finds the layers that take the output of a layer', () => {
    const file = analyse(program, script);
    const uses = references(file, at(program, 'conv2d'), false);
    expect(uses).toHaveLength(2);
    const texts = uses.map(({ range }) => program.slice(range.start, range.end)).join('\n');
    for (const { range } of uses) {
      const line = program.slice(0, range.start).split('\n').length;
      expect([4, 5]).toContain(line);
    }
    expect(texts).not.toContain('conv2d');
    expect(references(file, at(program, 'import'), true)).toEqual([]);
  });

  it('goes from getLayer to the layer of the loaded file', () => {
    const text = `import * as tf from '@tensorflow/tfjs';
const base = await tf.loadLayersModel('./model.json');
const cut = tf.model({ inputs: base.inputs, outputs: base.getLayer('relu').output });
`;
    const place = definition(analyse(text, script, { [uri]: keras }), at(text, "'relu'"));
    expect(place?.file).toBe(uri);
    expect(keras.slice(place!.range.start, place!.range.end)).toBe('"Conv2D"');
  });
});
