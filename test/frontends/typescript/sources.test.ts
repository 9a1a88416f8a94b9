import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import type { Layer, Range } from '../../../core/graph/node.ts';
import { readText } from './our-models.ts';

const header = "import * as tf from '@tensorflow/tfjs';\n";

function layersOf(text: string): {
  layers: readonly Layer[];
  show: (range: Range | null | undefined) => string | null;
} {
  const [model] = readText(text).models;
  return {
    layers: model!.layers.filter((layer) => !layer.implicit),
    show: (range) => (range ? text.slice(range.start, range.end) : null),
  };
}

describe('where a layer comes from', () => {
  it('is the call, its name, its braces, and the call that applied it', () => {
    const { layers, show } = layersOf(
      `${header}const m = tf.sequential();\nm.add(tf.layers.dense({ units: 3, inputShape: [4] }));\n`,
    );
    const source = layers[0]!.source!;
    expect(show(source.range)).toBe('tf.layers.dense({ units: 3, inputShape: [4] })');
    expect(show(source.name)).toBe('dense');
    expect(show(source.config)).toBe('{ units: 3, inputShape: [4] }');
    expect(show(source.applied?.range)).toBe('m.add(tf.layers.dense({ units: 3, inputShape: [4] }))');
  });

  it('knows every argument by its name, value and whole', () => {
    const { layers, show } = layersOf(`${header}
const units = 5;
const m = tf.sequential({ layers: [tf.layers.dense({ units, 'inputShape': [2 + 2], unts: 1 })] });`);
    const { units, inputShape, unts } = layers[0]!.source!.arguments;
    expect([show(units!.name), show(units!.value), show(units!.property)]).toEqual(['units', 'units', 'units']);
    expect([show(inputShape!.name), show(inputShape!.value)]).toEqual(["'inputShape'", '[2 + 2]']);
    expect(show(unts!.property)).toBe('unts: 1');
  });

  it('follows arguments through spreads, copies and assignments to where they were written', () => {
    const { layers, show } = layersOf(`${header}
const base = { activation: 'relu', units: 1 };
const config = { ...base, inputShape: [3] };
config.units = 7 * 2;
const m = tf.sequential({ layers: [tf.layers.dense(config)] });`);
    const source = layers[0]!.source!;
    expect(layers[0]!.attributes.units).toBe(14);
    expect(show(source.arguments.activation!.property)).toBe("activation: 'relu'");
    expect(show(source.arguments.units!.value)).toBe('7 * 2');
    expect(show(source.config)).toBe('{ ...base, inputShape: [3] }');
  });

  it('counts how often a call made a layer', () => {
    const { layers } = layersOf(`${header}
const m = tf.sequential();
for (let i = 0; i < 3; i++) m.add(tf.layers.dense({ units: i + 1, ...(i === 0 ? { inputShape: [4] } : {}) }));`);
    expect(layers.map((layer) => layer.instance)).toEqual([0, 1, 2]);
    expect(new Set(layers.map((layer) => layer.source!.range.start)).size).toBe(1);
  });

  it('names another file when the layer was written there', () => {
    const text = `${header}import { head } from './head.js';\nexport const m = tf.sequential({ layers: [head(4)] });`;
    const { models } = readText(text, {
      'file:///head.ts': `${header}export const head = (units) => tf.layers.dense({ units, inputShape: [2] });`,
    });
    expect(models[0]!.layers.at(-1)!.source!.file).toBe('file:///head.ts');
    expect(models[0]!.source!.file).toBe('file:///a.ts');
  });
});

describe('what a model is called', () => {
  const nameOf = (text: string) => readText(header + text).models.map(({ name }) => name);
  const layer = 'tf.layers.dense({ units: 1, inputShape: [1] })';

  it('is the name that it was given', () => {
    expect(nameOf(`const m = tf.sequential({ name: 'own', layers: [${layer}] });`)).toEqual(['own']);
  });

  it('is the function that returns it', () => {
    expect(nameOf(`export function createModel() { const m = tf.sequential(); m.add(${layer}); return m; }`)).toEqual([
      'createModel',
    ]);
    expect(nameOf(`export const build = async () => tf.sequential({ layers: [${layer}] });`)).toEqual(['build']);
  });

  it('is the variable or property that holds it', () => {
    expect(nameOf(`const net = tf.sequential({ layers: [${layer}] });`)).toEqual(['net']);
    expect(nameOf(`class A { run() { this.policy = tf.sequential({ layers: [${layer}] }); } }`)).toEqual(['policy']);
  });

  it('tells several of one function apart', () => {
    const text = `const make = (units) => tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] });`;
    expect(nameOf(`${text} make(1); make(2);`)).toEqual(['make', 'make 2']);
  });
});

it('a wrapped layer has a place and shapes of its own', () => {
  const text = `${header}
const m = tf.sequential({ layers: [
  tf.layers.timeDistributed({ layer: tf.layers.conv2d({ filters: 3, kernelSize: 3 }), inputShape: [5, 8, 8, 1] }),
  tf.layers.timeDistributed({ layer: tf.layers.flatten() }),
  tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2, returnSequences: true }) }),
] });`;
  const { looseLayers = [] } = readText(text);
  const shown = looseLayers.map((graph) => {
    const layer = graph.layers.at(-1)!;
    const { outputs } = analyseGraph(graph).nodes.at(-1)!;
    return [text.slice(layer.source!.name.start, layer.source!.name.end), outputs[0]];
  });
  expect(shown).toEqual([
    ['conv2d', [null, 6, 6, 3]],
    ['flatten', [null, 108]],
    ['lstm', [null, 5, 2]],
  ]);
});
