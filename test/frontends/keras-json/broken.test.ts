import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { looksLikeLayersModel } from '../../../server/may-hold-model.ts';
import { tell } from '../../harness/graph-facts.ts';
import { models } from './models.ts';
import { read } from './read.ts';

const input = {
  name: 'i',
  class_name: 'InputLayer',
  config: { name: 'i', batch_input_shape: [null, 8] },
  inbound_nodes: [],
};

function dense(name: string, ...from: string[]) {
  return {
    name,
    class_name: from.length > 1 ? 'Add' : 'Dense',
    config: { name, ...(from.length > 1 ? {} : { units: 8 }) },
    inbound_nodes: [from.map((one) => [one, 0, 0, {}])],
  };
}

function functional(layers: object[], output: string): string {
  const config = { name: 'net', layers, input_layers: [['i', 0, 0]], output_layers: [[output, 0, 0]] };
  return JSON.stringify({ class_name: 'Model', config }, null, 1);
}

function factsOf(text: string): { kind: string; detail: string; at: string }[] {
  return read(text).models[0]!.facts.map((fact) => ({
    kind: fact.kind,
    detail: tell(fact),
    at: fact.place ? text.slice(fact.place.range.start, fact.place.range.end).replaceAll(/\s+/g, '') : '',
  }));
}

describe('references that lead nowhere', () => {
  test('to a layer that is not there', () => {
    expect(factsOf(functional([input, dense('a', 'gone')], 'a'))).toEqual([
      { kind: 'graph-error', detail: 'No layer is called gone.', at: '["gone",0,0,{}]' },
    ]);
  });

  test('to an application that is not there', () => {
    const text = functional([input, dense('a', 'i')], 'a').replace('"a",\n    0,', '"a",\n    3,');
    expect(factsOf(text)).toEqual([
      { kind: 'graph-error', detail: 'a is applied once; this refers to application 4.', at: '["a",3,0]' },
    ]);
  });

  test('to a layer that is never applied', () => {
    const text = functional([input, { ...dense('a', 'i'), inbound_nodes: [] }, dense('b', 'a')], 'b');
    expect(factsOf(text)).toEqual([
      { kind: 'graph-error', detail: 'a is applied nowhere; this refers to application 1.', at: '["a",0,0,{}]' },
    ]);
  });

  test('round in a circle', () => {
    const facts = factsOf(functional([input, dense('a', 'i', 'b'), dense('b', 'a')], 'b'));
    expect(facts).toEqual([
      {
        kind: 'graph-error',
        detail: 'a takes its own output, by way of b: layers cannot form a circle.',
        at: '["b",0,0,{}]',
      },
    ]);
  });

  test('to nothing at all', () => {
    const text = functional([input, { ...dense('a', 'i'), inbound_nodes: [[]] }], 'a');
    expect(factsOf(text)).toEqual([{ kind: 'unfed-output', detail: 'unfed-output a', at: '"Dense"' }]);
  });

  test('five thousand times', () => {
    const layers = Array.from({ length: 5000 }, (_, index) => dense(`d${index}`, 'gone'));
    const text = JSON.stringify({ class_name: 'Model', config: { name: 'net', layers } });
    expect(read(text).models[0]!.facts).toHaveLength(5000);
  });

  test('to itself', () => {
    expect(factsOf(functional([input, dense('a', 'a')], 'a')).map(({ kind }) => kind)).toEqual(['graph-error']);
  });

  test('the rest is still read', () => {
    const [graph] = read(
      functional([input, dense('a', 'i'), dense('b', 'a', 'gone'), dense('c', 'a', 'b')], 'c'),
    ).models;
    expect(graph!.layers.map(({ label }) => label)).toEqual(expect.arrayContaining(['i', 'a', 'b', 'c']));
    expect(analyseGraph(graph!).layers[graph!.layers.findIndex(({ label }) => label === 'a')]!.params.total).toBe(72);
  });

  test('a model ten thousand layers deep', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => dense(`d${index}`, index === 0 ? 'i' : `d${index - 1}`));
    expect(read(functional([input, ...chain.reverse()], 'd9999')).models[0]!.nodes).toHaveLength(10_001);
  });
});

test('two layers of one name', () => {
  expect(factsOf(functional([input, dense('a', 'i'), dense('a', 'i')], 'a'))).toEqual([
    { kind: 'graph-error', detail: 'Two layers are called a: references to it reach only the first.', at: '"a"' },
  ]);
});

test('an unknown class keeps its place and its successors unknown', () => {
  const text = functional([input, { ...dense('a', 'i'), class_name: 'MyLayer' }, dense('b', 'a')], 'b');
  const [graph] = read(text).models;
  expect(graph!.layers[1]).toMatchObject({
    operator: 'unknown',
    className: 'MyLayer',
    why: 'MyLayer is not a layer of TensorFlow.js',
    facts: [{ kind: 'unsupported-layer', className: 'MyLayer' }],
  });
  expect(analyseGraph(graph!).totals.status).toBe('lower-bound');
});

test('a class of Keras that TensorFlow.js lacks is understood and said', () => {
  const subtract = { ...dense('a', 'i', 'i'), class_name: 'Subtract' };
  expect(read(functional([input, subtract], 'a')).models[0]!.layers[1]).toMatchObject({
    operator: 'subtract',
    facts: [{ kind: 'unsupported-layer', className: 'Subtract' }],
  });
});

describe('weights beside the model', () => {
  const net = (): tf.Sequential =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 2], filters: 3, kernelSize: 3, name: 'conv' }),
        tf.layers.batchNormalization({ name: 'bn' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ units: 2, name: 'head' }),
      ],
    });
  const artifacts = (change: (weights: { name: string; shape: number[]; dtype: string }[]) => object[]): string => {
    const model = net();
    const weights = change(
      model.weights.map(({ originalName, shape }) => ({
        name: originalName,
        shape: shape as number[],
        dtype: 'float32',
      })),
    );
    return JSON.stringify({
      modelTopology: model.toJSON(null, false),
      weightsManifest: [{ paths: ['w.bin'], weights }],
    });
  };

  test('that fit', () => {
    expect(factsOf(artifacts((weights) => weights))).toEqual([]);
    expect(read(artifacts((weights) => weights)).models[0]!.weights).toMatchObject({
      base: 'file:///model.json',
      groups: [{ paths: ['w.bin'], weights: { length: 8 } }],
    });
  });

  test('of another size', () => {
    const facts = factsOf(
      artifacts((weights) => weights.map((one, index) => (index === 0 ? { ...one, shape: [5, 5, 2, 3] } : one))),
    );
    expect(facts).toMatchObject([
      { kind: 'weights-mismatch', detail: 'conv/kernel is stored as 5×5×2×3, but conv needs 3×3×2×3.' },
    ]);
    expect(facts[0]!.at).toContain('"conv/kernel"');
  });

  test('that are missing', () => {
    expect(factsOf(artifacts((weights) => weights.filter(({ name }) => name !== 'bn/gamma')))).toEqual([
      { kind: 'weights-mismatch', detail: 'The weight gamma of bn is missing.', at: '"BatchNormalization"' },
    ]);
    expect(factsOf(artifacts((weights) => weights.filter(({ name }) => !name.startsWith('head'))))).toEqual([
      { kind: 'weights-mismatch', detail: 'The weights of head are missing: kernel, bias.', at: '"Dense"' },
    ]);
  });

  test('that no layer takes', () => {
    const facts = factsOf(artifacts((weights) => [...weights, { name: 'other/kernel', shape: [1], dtype: 'float32' }]));
    expect(facts.map(({ detail }) => detail)).toEqual(['No layer takes the weight other/kernel.']);
  });

  // TensorFlow.js 4.22 saves a separable convolution without its depthMultiplier and cannot load what it has saved.
  test('of a layer whose config was not saved whole', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.separableConv2d({ inputShape: [8, 8, 2], filters: 3, kernelSize: 3, depthMultiplier: 2, name: 's' }),
      ],
    });
    const specs = model.weights.map(({ originalName, shape }) => ({
      name: originalName,
      shape: shape as number[],
      dtype: 'float32' as const,
    }));
    const modelTopology = model.toJSON(null, false) as object;
    const facts = factsOf(JSON.stringify({ modelTopology, weightsManifest: [{ paths: ['w.bin'], weights: specs }] }));
    expect(facts.map(({ detail }) => detail)).toEqual([
      's/depthwise_kernel is stored as 3×3×2×2, but s needs 3×3×2×1.',
      's/pointwise_kernel is stored as 1×1×4×3, but s needs 1×1×2×3.',
    ]);
    const weightData = new ArrayBuffer(4 * specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
    await expect(
      tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: specs, weightData })),
    ).rejects.toThrow(/shape/i);
  });

  test('that make no sense', () => {
    const facts = factsOf(artifacts((weights) => [...weights, { name: 'flat/x', shape: 'wide', dtype: 'float32' }]));
    expect(facts.map(({ detail }) => detail)).toEqual(['A weight needs a name, a shape of whole numbers and a dtype.']);
  });

  test('of another model altogether are one complaint, not hundreds', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      name: `x${index}/kernel`,
      shape: [1],
      dtype: 'float32',
    }));
    expect(factsOf(artifacts((weights) => [...weights, ...many])).at(-1)!.detail).toBe(
      '291 more weights do not fit the model.',
    );
  });
});

describe('files that are no models', () => {
  const others: Readonly<Record<string, string>> = {
    'a package': JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { config: '1', class_name: '2' } }),
    nothing: '',
    'a number': '42',
    'a script': 'export const model = 1;',
    'words in a list': JSON.stringify(['class_name', 'config', 'layers']),
  };
  test.each(Object.entries(others))('%s', (_, text) => {
    expect(read(text)).toEqual({ models: [], findings: [], limits: [], missing: [] });
  });

  test('five megabytes of data take no time', () => {
    const rows = Array.from({ length: 60_000 }, (_, id) => ({
      id,
      config: 'a',
      class_name: 'row',
      values: [1, 2, 3, id],
    }));
    const text = JSON.stringify(rows);
    expect(text.length).toBeGreaterThan(3_500_000);
    expect(looksLikeLayersModel(text)).toBe(false);
    expect(read(text)).toEqual({ models: [], findings: [], limits: [], missing: [] });
  });

  test('what says that it is one and is none', () => {
    expect(read(JSON.stringify({ format: 'layers-model', modelTopology: { version: 3 } })).findings).toMatchObject([
      { kind: 'not-a-model', message: 'This holds no list of layers.' },
    ]);
  });

  test('brackets without end', () => {
    const text = `{"modelTopology": ${'['.repeat(200_000)}`;
    expect(read(text).findings).toMatchObject([
      { kind: 'syntax', message: expect.stringContaining('nested too deeply') },
    ]);
  });
});

describe('damaged files', () => {
  const text = JSON.stringify(
    { format: 'layers-model', modelTopology: models['models in models']!().toJSON(null, false) },
    null,
    1,
  );

  test('cut off anywhere: what stands before is read, and nothing is thrown', () => {
    for (let percent = 0; percent < 100; percent++) {
      const cut = text.slice(0, Math.floor((text.length * percent) / 100));
      const { models: found, findings } = read(cut);
      for (const graph of found) expect(analyseGraph(graph).totals.status).not.toBe('exact');
      if (found.length > 0)
        expect(findings).toMatchObject([{ kind: 'syntax', message: expect.stringContaining('ends in the middle') }]);
    }
    expect(read(text.slice(0, Math.floor(text.length * 0.9))).models.length).toBeGreaterThan(1);
  });

  test('any character replaced', () => {
    const anyCharacter = fc.constantFrom(...'{}[]":,0-9e.\\ \u0000n\uD800x');
    fc.assert(
      fc.property(fc.nat(text.length - 1), anyCharacter, (at, character) => {
        const damaged = text.slice(0, at) + character + text.slice(at + 1);
        for (const graph of read(damaged).models) {
          analyseGraph(graph);
          for (const { place } of graph.facts) if (place) expect(place.range.end).toBeLessThanOrEqual(damaged.length);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('any value replaced', () => {
    const values = fc.constantFrom('null', 'true', '-1', '1e12', '0.5', '"x"', '[]', '{}', '[[null]]', '[1e400]');
    const spots = [
      ...text.matchAll(/(?<=": )(?:"[^"]*"|[\d.-]+|null|true|false)|(?<=[[ ,]\n? *)(?:\d+|"[^"]*")(?=,?\n)/g),
    ];
    fc.assert(
      fc.property(fc.nat(spots.length - 1), values, (spot, value) => {
        const { index, 0: old } = spots[spot]!;
        const damaged = text.slice(0, index) + value + text.slice(index + old.length);
        for (const graph of read(damaged).models) analyseGraph(graph);
      }),
      { numRuns: 600 },
    );
  });
});

test('a budget of layers stops with a word', () => {
  const chain = Array.from({ length: 50 }, (_, index) => dense(`d${index}`, index === 0 ? 'i' : `d${index - 1}`));
  const text = functional([input, ...chain], 'd9');
  const { models, limits } = read(text, { budget: { layers: 20 } });
  expect(models[0]!.complete).toBe(false);
  expect(limits).toMatchObject([
    { stage: 'json', reached: 'layers', count: 20, place: { file: 'file:///model.json' } },
  ]);
});
