import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { printDimension, printShape } from '../../../core/operators/dimension.ts';
import { readText, rowsOf } from './our-models.ts';

const header = "import * as tf from '@tensorflow/tfjs';\n";

/** Output shape and parameters of every model, as text. */
function summaries(text: string): string[] {
  return readText(header + text).models.map((graph) => {
    const { totals, nodes } = analyseGraph(graph);
    const output = graph.outputs.map((ref) => printShape(nodes[ref.node]!.outputs[ref.output]!)).join(' ');
    const bound = totals.status === 'exact' ? '' : '≥ ';
    return `${graph.name} ${output} ${bound}${printDimension(totals.params.total)}`;
  });
}

describe('parameters that nobody passes', () => {
  it('keep their names in shapes and counts', () => {
    expect(
      summaries(`export function head(filters, { depth = 2, size }) {
        return tf.sequential({ layers: [
          tf.layers.conv2d({ inputShape: [size, size, 3], filters: filters * depth, kernelSize: 1 }),
          tf.layers.globalAveragePooling2d({}),
        ] });
      }`),
    ).toEqual(['head [?, 2·filters] 8·filters']);
  });

  it('take defaults, also those behind || and ??', () => {
    expect(
      summaries(`export const make = (units = 2, options) =>
        tf.sequential({ layers: [tf.layers.dense({ units: options.units || 5, inputShape: [units, options.c ?? 3] })] });`),
    ).toEqual(['make [?, 2, 5] 20']);
  });

  it('are bound where the file itself calls', () => {
    expect(
      summaries(`function make(units) { return tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [1] })] }); }
        make(4);`),
    ).toEqual(['make [?, 4] 8']);
  });
});

describe('conditions that nobody knows', () => {
  it('give a model for each way', () => {
    expect(
      summaries(`export function build(kind) {
        const x = tf.input({ shape: [4, 4, 1] });
        let y = x;
        if (kind === 'wide') y = tf.layers.conv2d({ filters: 8, kernelSize: 1 }).apply(x);
        else y = tf.layers.conv2d({ filters: 2, kernelSize: 3 }).apply(x);
        return tf.model({ inputs: x, outputs: tf.layers.flatten().apply(y) });
      }`),
    ).toEqual(['build [?, 128] 16', 'build 2 [?, 8] 20']);
  });

  it('leave a layer out or in', () => {
    const [withIt, without] = readText(`${header}export function build(normalise) {
      const m = tf.sequential();
      m.add(tf.layers.dense({ units: 3, inputShape: [3] }));
      if (normalise) m.add(tf.layers.batchNormalization());
      m.add(tf.layers.dense({ units: 1 }));
      return m;
    }`).models;
    expect(rowsOf(withIt!).map(([, className]) => className)).toEqual(['Dense', 'BatchNormalization', 'Dense']);
    expect(rowsOf(without!).map(([name]) => name)).toEqual(['dense_Dense1', 'dense_Dense2']);
    expect([withIt!.complete, without!.complete]).toEqual([true, true]);
  });

  it('do not take away what an early return gives', () => {
    expect(
      summaries(`export function build(size) {
        if (!size) return null;
        if (size === 'small') return tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
        return tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
      }`),
    ).toEqual(['build [?, 1] 2', 'build 2 [?, 2] 4']);
  });

  it('choose between layers', () => {
    expect(
      summaries(`export function build(recurrent) {
        const layer = recurrent ? tf.layers.simpleRNN({ units: 2, inputShape: [3, 1] }) : tf.layers.flatten({ inputShape: [3, 1] });
        const m = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3, 1] }), layer] });
        return m;
      }`),
    ).toEqual(['build [?, 2] 8', 'build 2 [?, 3] 0']);
  });
});

describe('what may add layers', () => {
  it('makes a model incomplete: a loop of unknown length', () => {
    const { models } = readText(`${header}export function build(depth) {
      const m = tf.sequential();
      m.add(tf.layers.dense({ units: 3, inputShape: [3] }));
      for (let i = 0; i < depth; i++) m.add(tf.layers.dense({ units: 3 }));
      return m;
    }`);
    expect(models.every(({ complete }) => !complete)).toBe(true);
    expect(rowsOf(models[0]!)).toHaveLength(2);
  });

  it('makes a model incomplete: something that is no layer', () => {
    const { models } = readText(
      `${header}const m = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2] }), ...rest] });`,
    );
    expect(models[0]!.complete).toBe(false);
  });

  it('is a layer of its own when it is one, and what follows is unknown', () => {
    expect(
      summaries(`class Own extends tf.layers.Layer { constructor() { super({}); } call(x) { return x; } }
        const x = tf.input({ shape: [2] });
        const m = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 3 }).apply(new Own().apply(x)) });`),
    ).toEqual([expect.stringMatching(/^m .*≥ 0$/)]);
  });
});

describe('arguments that nobody knows', () => {
  it('raise nothing and are not taken for their defaults', () => {
    const { models } = readText(`${header}const m = tf.sequential({ layers: [
      tf.layers.conv2d({ inputShape: [9, 9, 1], filters: 2, kernelSize: 3, ...window.options }),
      tf.layers.conv2d(window.config),
    ] });`);
    expect(models[0]!.layers.flatMap((layer) => layer.facts)).toEqual([]);
    expect(models[0]!.layers[1]!.attributes.strides).not.toEqual([1, 1]);
    expect(models[0]!.facts).toEqual([]);
  });

  it('are the layer itself, when its factory is chosen at run time', () => {
    const { models } = readText(`${header}const m = tf.sequential();
      m.add(tf.layers.dense({ units: 1, inputShape: [1] }));
      m.add(tf.layers[location.hash]({ units: 2 }));`);
    expect(models[0]!.layers.at(-1)).toMatchObject({ operator: 'unknown' });
    expect(models[0]!.layers.at(-1)!.why).toBeTruthy();
  });
});

describe('what the author says', () => {
  it('is called with what a comment gives', () => {
    expect(
      summaries(`/** A head. @convlens head(7) */
        export function head(units) { return tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [2] })] }); }`),
    ).toEqual(['head [?, 7] 21']);
  });
});
