import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { convlens, scratchFolder } from './convlens.ts';

const summary = (...args: string[]) => convlens(['summary', ...args]);

describe('summary', () => {
  // LeNet-5 as usually built: 61,706 parameters, 416,520 multiply-adds.
  test('a table with totals', async () => {
    const { status, stdout } = await summary('examples/lenet5.ts');
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^lenet5 {2}sequential, 28×28×1 → 10 {2}examples\/lenet5\.ts:\d+$/);
    expect(lines.find((line) => line.startsWith('c3 '))).toMatch(
      /^c3 +Conv2D +5×5, 16 filters +10×10×16 +2,416 +240 k +482 k +14×14 +6\.25 KiB$/,
    );
    expect(stdout).toContain('params  61,706\n');
    expect(stdout).toContain('417 k, 840 k FLOPs');
  });

  test('the input that a model takes over from a sequential one, which does not list it', async () => {
    const folder = scratchFolder();
    writeFileSync(
      path.join(folder, 'probe.js'),
      `const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [3], units: 2 })] });
       const probe = tf.model({ inputs: m.inputs, outputs: m.layers[0].output });`,
    );
    const listed = async (model: string) =>
      (await summary(path.join(folder, 'probe.js'), '--model', model, '--format', 'csv', '--columns', 'class')).stdout;
    expect(await listed('probe')).toContain('InputLayer');
    expect(await listed('m')).not.toContain('InputLayer');
  });

  test('chosen columns as Markdown', async () => {
    const { stdout } = await summary('examples/lenet5.ts', '--format', 'markdown', '--columns', 'layer,output,params');
    expect(stdout).toContain('| layer | output | params |\n|---|---|--:|\n| c1 | 28×28×6 | 156 |\n');
  });

  test('CSV with every digit', async () => {
    const { stdout } = await summary('examples/lenet5.ts', '--format', 'csv', '--columns', 'layer,what,macs');
    expect(stdout.split('\r\n').slice(0, 2)).toEqual(['model,layer,,MACs', 'lenet5,c1,"5×5, 6 filters",117600']);
  });

  test('JSON', async () => {
    const json = JSON.parse((await summary('examples/lenet5.ts', '--format', 'json')).stdout);
    expect(json).toMatchObject({ version: 1, file: 'examples/lenet5.ts', diagnostics: [] });
    const [model] = json.models;
    expect(model).toMatchObject({
      name: 'lenet5',
      kind: 'sequential',
      inputs: [[null, 28, 28, 1]],
      outputs: [[null, 10]],
      totals: { params: { total: 61706, trainable: 61706, nonTrainable: 0 }, macs: 416520 },
      status: 'exact',
    });
    expect(model.layers).toHaveLength(8);
    expect(model.layers[0]).toMatchObject({
      name: 'c1',
      class: 'Conv2D',
      operator: 'conv2d',
      instance: 0,
      inputShapes: [[null, 28, 28, 1]],
      outputShapes: [[null, 28, 28, 6]],
      params: { total: 156, trainable: 156, nonTrainable: 0 },
      macs: 117600,
      receptiveField: { size: [5, 5], stride: [1, 1], padding: [2, 2], status: 'exact' },
      activationBytes: 18816,
      status: 'exact',
    });
  });

  test('sizes from the calls of the project', async () => {
    const folder = scratchFolder();
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'package.json'), '{}');
    const model =
      "import * as tf from '@tensorflow/tfjs';\nexport const net = (size) => tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [size, size, 3], filters: 4, kernelSize: 3 })] });";
    writeFileSync(path.join(folder, 'src/net.js'), model);
    writeFileSync(path.join(folder, 'app.js'), "import { train } from './src/train.js';\ntrain(32);");
    writeFileSync(
      path.join(folder, 'src/train.js'),
      "import { net } from './net.js';\nexport function train(size) { return net(size); }",
    );
    const { stdout } = await convlens(['summary', 'src/net.js'], { cwd: folder });
    expect(stdout).toContain('32×32×3 → 30×30×4');
    expect(stdout).not.toContain('size×size');
  });

  // MACs of the published table, biases, two per normalised and one per rectified element, inputs of the poolings.
  test('counted as another tool does', async () => {
    const { stdout } = await summary('examples/lenet5.ts', '--counting', 'ptflops');
    const [c1, c3, c5, f6] = [6 * 784, 16 * 100, 120, 84];
    const works = 416_520 + (c1 + c3 + c5 + f6 + 10) + (c1 + c3 + c5 + f6) + (c1 + c3);
    expect(stdout).toContain(`ptflops  61,706 params, ${Math.round(works / 1000)} k MACs\n`);
    expect(stdout).toContain('bias of a convolution: 1 per output element');
    const json = JSON.parse(
      (await summary('examples/lenet5.ts', '--counting', 'torchvision', '--format', 'json')).stdout,
    );
    expect(json.models[0].counted).toMatchObject({ as: 'torchvision', unit: 'MACs', operations: 416_520 });
    expect(json.models[0].counted.layers.slice(0, 3)).toEqual([117_600, 0, 240_000]);
    const keras = await summary('examples/lenet5.ts', '--counting', 'keras');
    expect(keras.stdout).toContain('Keras   61,706 params, no operations\n');
  });

  test('training', async () => {
    const { stdout } = await summary('examples/lenet5.ts', '--batch', '32', '--optimizer', 'adam');
    expect(stdout).toContain('backward  417 k MACs to the weights, 299 k to the inputs\n');
    expect(stdout).toMatch(
      /training {2}3\.14 MiB with adam and batches of 32 in float32, 76\.6 KiB workspace for im2col/,
    );
    const half = await summary('examples/lenet5.ts', '--batch', '32', '--optimizer', 'adam', '--dtype', 'float16');
    expect(half.stdout).toMatch(/training {2}1\.57 MiB with adam and batches of 32 in float16, 38\.3 KiB workspace/);
    // Four copies of the parameters, and every activation with its gradient for each image.
    const fits = await summary('examples/lenet5.ts', '--memory', '16MiB', '--optimizer', 'adam');
    const perImage = 2 * 4 * (784 + 4704 + 1176 + 1600 + 400 + 120 + 120 + 84 + 10);
    const batch = Math.floor((2 ** 24 - 4 * 4 * 61_706) / perImage);
    expect(fits.stdout).toContain(`batch     at most ${batch} images fit into 16.0 MiB to train`);
    expect(await summary('examples/lenet5.ts', '--memory', 'much')).toMatchObject({ status: 2 });
    expect(await summary('examples/lenet5.ts', '--batch', '0')).toMatchObject({ status: 2 });
  });

  test("a saved model with its weights' places", async () => {
    const json = JSON.parse((await summary('examples/digits/model.json', '--format', 'json')).stdout);
    expect(json.models[0].layers[0]).toMatchObject({
      class: 'InputLayer',
      range: { start: { character: expect.any(Number) } },
    });
    expect(json.diagnostics).toEqual([]);
  });
});

describe('what a file leaves open', () => {
  const folder = scratchFolder();
  const program = `import * as tf from '@tensorflow/tfjs';
export function createModel(shape, classes = 10) {
  return tf.sequential({
    layers: [tf.layers.conv2d({ inputShape: shape, filters: 4, kernelSize: 3 }), tf.layers.flatten(), tf.layers.dense({ units: classes })],
  });
}
export const open = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [null, null, 3], filters: 4, kernelSize: 3, strides: 2 })] });
`;
  const file = path.join(folder, 'open.js');
  writeFileSync(file, program);

  test('--call gives a function its arguments, in the scope of the file', async () => {
    const json = JSON.parse((await summary(file, '--format', 'json', '--call', 'createModel([10, 10, 3], 2)')).stdout);
    const found = json.models.find(
      ({ inputs }: { inputs: unknown[] }) => JSON.stringify(inputs) === '[[null,10,10,3]]',
    );
    expect(found.totals.params.total).toBe(3 * 3 * 3 * 4 + 4 + 8 * 8 * 4 * 2 + 2);
  });

  test('--input-shape gives a model its sizes; without it they stay symbols', async () => {
    const open = JSON.parse((await summary(file, '--format', 'json', '--model', 'open')).stdout).models[0];
    expect(open.outputs).toEqual([[null, '⌈H/2⌉−1', '⌈W/2⌉−1', 4]]);
    const bound = JSON.parse(
      (await summary(file, '--format', 'json', '--model', 'open', '--input-shape', '9,11,3')).stdout,
    ).models[0];
    expect(bound.outputs).toEqual([[null, 4, 5, 4]]);
    expect(bound.totals.macs).toBe(4 * 5 * 4 * 27);
  });

  test('a model that is not there', async () => {
    expect(await summary(file, '--model', 'other')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/has no model other; it has .*open/),
    });
    expect(await summary('package.json')).toMatchObject({
      status: 2,
      stderr: 'convlens: package.json: no model was found\n',
    });
    expect(await summary(file, '--model', 'open', '--input-shape', '9,nine,3')).toMatchObject({ status: 2 });
  });
});
