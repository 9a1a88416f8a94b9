import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { decode, encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../core/engine/npy.ts';
import { readNpy } from '../../server/cli/run/npy.ts';
import { convlens, root, scratchFolder } from './convlens.ts';

const folder = scratchFolder();
const digits = path.join(root, 'examples/digits');

async function runtimeModel(): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(path.join(digits, 'model.json'), 'utf8'));
  const shards = weightsManifest.flatMap(({ paths }: { paths: string[] }) =>
    paths.map((name) => readFileSync(path.join(digits, name))),
  );
  const bytes = Buffer.concat(shards);
  const weightSpecs = weightsManifest.flatMap(({ weights }: { weights: object[] }) => weights);
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/** Every file of the example but those left out, copied. */
function copyOfDigits(name: string): string {
  const copy = path.join(folder, name);
  mkdirSync(copy, { recursive: true });
  for (const file of readdirSync(digits))
    if (/\.(json|bin)$/.test(file)) copyFileSync(path.join(digits, file), path.join(copy, file));
  return copy;
}

describe('run', () => {
  test("computes what TensorFlow.js computes, with the model's own weights", async () => {
    const model = await runtimeModel();
    const input = tf.randomUniform([1, 28, 28, 1], 0, 1, 'float32', 3);
    const values = { shape: [1, 28, 28, 1], data: input.dataSync() as Float32Array };
    writeFileSync(path.join(folder, 'input.npy'), writeNpy(values));
    const out = path.join(folder, 'out');
    const { status, stdout } = await convlens([
      'run',
      path.join(digits, 'model.json'),
      '--engine',
      'reference',
      '--input',
      path.join(folder, 'input.npy'),
      '--out',
      out,
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^conv1 +28×28×8 +56\.4 k +[\d.]+ +\d+%$/m);
    for (const layer of model.layers) {
      const expected = tf
        .model({ inputs: model.inputs, outputs: layer.output as tf.SymbolicTensor })
        .predict(input) as tf.Tensor;
      const actual = readNpy(readFileSync(path.join(out, `${layer.name}.npy`)));
      expect(actual.shape).toEqual(expected.shape);
      expect(Math.max(...expected.sub(tf.tensor(actual.data, expected.shape)).abs().dataSync())).toBeLessThan(1e-5);
    }
  });

  test('sees a seven in the picture of a seven, and draws the maps', async () => {
    const out = path.join(folder, 'seven');
    const { stdout } = await convlens([
      'run',
      path.join(digits, 'model.json'),
      '--engine',
      'reference',
      '--input',
      path.join(root, 'examples/images/seven.png'),
      '--layer',
      'conv1',
      '--out',
      out,
    ]);
    expect(stdout).toMatch(/^output: \[7\] 0\.9/m);
    expect(readdirSync(out).sort()).toEqual(['conv1.npy', 'conv1.png']);
    const { width, height, data } = decode(readFileSync(path.join(out, 'conv1.png')));
    expect([width, height]).toEqual([3 * (4 * 28 + 2) + 2, 3 * (4 * 28 + 2) + 2]);
    expect(new Set(data).size).toBeGreaterThan(30);
  });

  test('the same seed gives the same values, another one others', async () => {
    const outputOf = async (seed: string, weights: string): Promise<string> => {
      const { stdout } = await convlens([
        'run',
        path.join(root, 'examples/lenet5.ts'),
        '--engine',
        'reference',
        '--seed',
        seed,
        '--weights',
        weights,
      ]);
      return /^output: .*$/m.exec(stdout)![0];
    };
    expect(await outputOf('5', 'random')).toBe(await outputOf('5', 'random'));
    expect(await outputOf('5', 'random')).not.toBe(await outputOf('6', 'random'));
    expect(await outputOf('5', 'designed')).not.toBe(await outputOf('5', 'random'));
    expect(await outputOf('5', 'kmeans')).not.toBe(await outputOf('5', 'random'));
    expect(await outputOf('5', 'kmeans')).toBe(await outputOf('5', 'kmeans'));
  });

  test('open sizes are those of the picture, or given', async () => {
    const file = path.join(folder, 'open.js');
    writeFileSync(
      file,
      "import * as tf from '@tensorflow/tfjs';\nexport const open = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [null, null, 3], filters: 4, kernelSize: 3 })] });\n",
    );
    const picture = path.join(folder, 'tiny.png');
    writeFileSync(picture, encode({ width: 7, height: 5, channels: 3, data: new Uint8Array(105).fill(128) }));
    expect((await convlens(['run', file, '--engine', 'reference', '--input', picture])).stdout).toContain('3×5×4');
    expect((await convlens(['run', file, '--engine', 'reference', '--input-shape', '9,9,3'])).stdout).toContain(
      '7×7×4',
    );
    expect(await convlens(['run', file, '--engine', 'reference'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--input-shape'),
    });
  });
});

describe('what cannot run says why, in one line', () => {
  const failure = async (...args: string[]): Promise<string> => {
    const { status, stdout, stderr } = await convlens(['run', '--engine', 'reference', ...args]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr;
  };

  test('a missing shard', async () => {
    const copy = copyOfDigits('missing-shard');
    const text = readFileSync(path.join(copy, 'model.json'), 'utf8');
    writeFileSync(path.join(copy, 'model.json'), text.replace('group1-shard1of1.bin', 'gone.bin'));
    expect(await failure(path.join(copy, 'model.json'))).toContain("The weights file 'gone.bin' is missing.");
  });

  test('a short shard', async () => {
    const copy = copyOfDigits('short-shard');
    const shard = path.join(copy, 'group1-shard1of1.bin');
    writeFileSync(shard, readFileSync(shard).subarray(0, 4000));
    expect(await failure(path.join(copy, 'model.json'))).toMatch(/end \d+ bytes before the end of/);
  });

  test('a shard outside of the folder', async () => {
    const copy = copyOfDigits('outside');
    const text = readFileSync(path.join(copy, 'model.json'), 'utf8');
    writeFileSync(path.join(copy, 'model.json'), text.replace('group1-shard1of1.bin', '../secret.bin'));
    expect(await failure(path.join(copy, 'model.json'))).toContain(
      "'../secret.bin' lies outside of the model's folder",
    );
  });

  test('a tensor of 10¹² elements', async () => {
    const layers = [
      {
        class_name: 'Conv2D',
        config: {
          name: 'big',
          filters: 1_000_000,
          kernel_size: 1,
          padding: 'same',
          batch_input_shape: [null, 1000, 1000, 3],
        },
      },
    ];
    const file = path.join(folder, 'huge.json');
    writeFileSync(file, JSON.stringify({ class_name: 'Sequential', config: { name: 'huge', layers } }));
    expect(await failure(file)).toContain('more than the 2 GiB that a run may take');
    expect((await convlens(['summary', file])).stdout).toContain('1000×1000×1000000');
  });

  test('inputs that do not fit', async () => {
    const model = path.join(digits, 'model.json');
    const array = path.join(folder, 'wrong.npy');
    writeFileSync(array, writeNpy({ shape: [3, 3], data: new Float32Array(9) }));
    expect(await failure(model, '--input', array)).toContain('is 3×3, and the model takes 1×28×28×1');
    expect(await failure(model, '--input', 'nowhere.png')).toContain('nowhere.png: there is no such file');
    expect(await failure(model, '--input', 'photo.jpg')).toContain('an input is a .png, a .npy or random');
    writeFileSync(array, 'not a file of numbers');
    expect(await failure(model, '--input', array)).toContain('this is no NumPy file');
  });

  test('a layer that is not there, weights that are not there', async () => {
    expect(await failure(path.join(digits, 'model.json'), '--layer', 'conv11')).toContain(
      'no layer is called conv11; did you mean conv1?',
    );
    expect(await failure(path.join(root, 'examples/lenet5.ts'), '--weights', 'model')).toContain(
      'has no weights of its own',
    );
  });
});
