import { describe, expect, it } from 'vitest';
import { analyseGraph } from '../../../core/graph/analyse.ts';
import { printDimension, printShape } from '../../../core/vocabulary/dimension.ts';
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

describe('parameters that no call passes', () => {
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

describe('unknown conditions', () => {
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
    expect(rowsOf(models[0]!).map(([, className]) => className)).toEqual(['Dense', 'Dense', 'Loop']);
  });

  it('makes a model incomplete: something that is no layer', () => {
    const { models } = readText(
      `${header}const m = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2] }), ...rest] });`,
    );
    expect(models[0]!.complete).toBe(false);
  });

  it("has an unknown cost when it is the author's own layer, whose shapes and weights are read", () => {
    expect(
      summaries(`class Own extends tf.layers.Layer { constructor() { super({}); } call(x) { return x; } }
        const x = tf.input({ shape: [2] });
        const m = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 3 }).apply(new Own().apply(x)) });`),
    ).toEqual(['m [?, 3] ≥ 9']);
  });
});

describe('unknown arguments', () => {
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

describe('what an unknown number of iterations changes', () => {
  it('is unknown afterwards: counters, lists, sets, text', () => {
    expect(
      summaries(`export function build(lines) {
        const seen = new Set(); const list = []; const table = new Map(); let count = 0; let text = 'a';
        for (const line of lines) { seen.add(line); list.push(line); table.set(line, 1); count += 1; text += 'b'; }
        return tf.sequential({ layers: [
          tf.layers.dense({ units: [...seen].sort().length, inputShape: [2] }),
          tf.layers.dense({ units: list.length }),
          tf.layers.dense({ units: table.size }),
          tf.layers.dense({ units: count }),
          tf.layers.dense({ units: text.length }),
        ] });
      }`),
    ).toEqual(['build [?, ?] ≥ 0']);
  });

  it('keeps of a tensor what no iteration changes', () => {
    const [graph] = readText(`${header}export function build(depth) {
      const input = tf.input({ shape: [32, 32, 3] });
      let x = input;
      for (let i = 0; i < depth; i++) {
        x = tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same' }).apply(x);
        x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x);
      }
      x = tf.layers.conv2d({ filters: 4, kernelSize: 1 }).apply(x);
      return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2 }).apply(tf.layers.globalAveragePooling2d({}).apply(x)) });
    }`).models;
    expect(rowsOf(graph!).map(([, className, shape, params]) => [className, shape, params])).toEqual([
      ['InputLayer', '[null,32,32,3]', 0],
      ['Conv2D', '[null,32,32,8]', 224],
      ['MaxPooling2D', '[null,16,16,8]', 0],
      ['Loop', '[null,null,null,null]', null],
      ['Conv2D', '[null,null,null,4]', null],
      ['GlobalAveragePooling2D', '[null,4]', 0],
      ['Dense', '[null,2]', 10],
    ]);
    expect(graph!.complete).toBe(false);
  });

  it('shows in nothing that a later iteration may do otherwise', () => {
    expect(
      summaries(`export function build(depth) {
        let filters = 16; let x = tf.input({ shape: [4, 4, 16] }); const input = x;
        for (let i = 0; i < depth; i++) { x = tf.layers.conv2d({ filters, kernelSize: 1 }).apply(x); filters *= 2; }
        return tf.model({ inputs: input, outputs: x });
      }`),
    ).toEqual(['build [?, 4, 4, ?] ≥ 272']);
  });

  it('is unknown behind a break or a continue that may happen', () => {
    expect(
      summaries(`export function build(skips) {
        let units = 0;
        for (let i = 0; i < 5; i++) { if (skips[i]) continue; units += 1; }
        let more = 0;
        for (let i = 0; i < 5; i++) { more += 1; if (skips.last) break; }
        return tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [2] }), tf.layers.dense({ units: more })] });
      }`),
    ).toEqual(['build [?, ?] ≥ 0']);
  });

  it('is unknown behind a loop that is left because it goes round too often', () => {
    expect(
      summaries(`let units = 0;
        while (units < 1e9) units += 1;
        const model = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [2] })] });`),
    ).toEqual(['model [?, ?] ≥ 0']);
  });
});

describe('conditions that are independent of each other', () => {
  it('give a model for every combination', () => {
    expect(
      summaries(`export function build(a, b) {
        const input = tf.input({ shape: [2] });
        let x = input;
        if (a) x = tf.layers.dense({ units: 3 }).apply(x);
        if (b) x = tf.layers.dense({ units: 4 }).apply(x);
        return tf.model({ inputs: input, outputs: x });
      }`),
    ).toEqual(['build [?, 4] 25', 'build 2 [?, 4] 12', 'build 3 [?, 3] 9', 'build 4 [?, 2] 0']);
  });

  it('decide everywhere what they decide once', () => {
    expect(
      summaries(`export function build(wide) {
        const input = tf.input({ shape: [2] });
        let [x, y] = [input, input];
        if (wide) {
          x = tf.layers.dense({ units: 30 }).apply(x);
          y = tf.layers.dense({ units: 30 }).apply(y);
        } else {
          x = tf.layers.dense({ units: 3 }).apply(x);
          y = tf.layers.dense({ units: 3 }).apply(y);
        }
        return tf.model({ inputs: input, outputs: tf.layers.add().apply([x, y]) });
      }`),
    ).toEqual(['build [?, 30] 180', 'build 2 [?, 3] 18']);
  });

  it('are counted out when there are too many', () => {
    const { models, limits } = readText(`${header}export function build(flags) {
      const input = tf.input({ shape: [2] });
      let x = input;
      ${[0, 1, 2, 3].map((i) => `if (flags[${i}]) x = tf.layers.dense({ units: 3 }).apply(x);`).join('\n')}
      return tf.model({ inputs: input, outputs: x });
    }`);
    // Without any, and with each of them.
    expect(models.map(({ layers }) => layers.length)).toEqual([5, 4, 4, 4, 4]);
    expect(limits).toMatchObject([{ stage: 'program', reached: 'variants' }]);
  });
});

describe('what code changes that runs at an unknown time', () => {
  it('is unknown: callbacks of something that is not read', () => {
    expect(
      summaries(`async function train(reader) {
        const seen = new Set(); const lines = []; let count = 0; const config = { units: 4 };
        reader.on('line', (line) => { for (const c of line) seen.add(c); lines.push(line); count++; config.units = 9; });
        return tf.sequential({ layers: [
          tf.layers.dense({ units: seen.size, inputShape: [2] }),
          tf.layers.dense({ units: lines.length }),
          tf.layers.dense({ units: count }),
          tf.layers.dense({ units: config.units }),
        ] });
      }`),
    ).toEqual(['train [?, ?] ≥ 0']);
  });

  it('is unknown: functions without a call, and methods', () => {
    expect(
      summaries(`let classes = 2; let labels = ['a', 'b']; let size;
        export function load(data) { classes = data.n; labels = data.labels; size = data.size; }
        export function head() {
          return tf.sequential({ layers: [tf.layers.dense({ units: classes, inputShape: [labels.length] }), tf.layers.dense({ units: size })] });
        }
        export class Net {
          constructor() { this.units = 3; this.inputs = 4; }
          resize(units) { this.units = units; }
          make() { return tf.sequential({ layers: [tf.layers.dense({ units: this.units, inputShape: [this.inputs] })] }); }
        }`),
    ).toEqual(['head [?, ?] ≥ 0', 'make [?, ?] ≥ 0']);
  });

  it('raises nothing', () => {
    const { models } = readText(`${header}function cam(model) {
      const output = model.getLayer('last').output;
      const input = tf.input({ shape: output.shape.slice(1) });
      return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 3 }).apply(input) });
    }`);
    expect(models.flatMap((model) => model.layers.flatMap((layer) => layer.facts))).toEqual([]);
  });
});

it('decisions on one unknown value are taken alike', () => {
  const { models } = readText(`${header}export function build(type, deep) {
    const model = tf.sequential();
    const add = (units) => model.add(tf.layers.dense({ units, inputShape: [3] }));
    switch (type) { case 'a': add(1); break; case 'b': add(2); break; default: throw new Error(type); }
    if (deep) add(7);
    switch (type) { case 'a': add(10); break; case 'b': add(20); break; default: throw new Error(type); }
    if (deep) add(70);
    return model;
  }`);
  const units = models.map(({ layers }) => layers.flatMap(({ attributes }) => attributes.units ?? []));
  expect(units.sort()).toEqual([
    [1, 10],
    [1, 7, 10, 70],
    [2, 20],
    [2, 7, 20, 70],
  ]);
});
