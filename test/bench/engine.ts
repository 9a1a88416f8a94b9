/**
 * Layers of well-known networks on the CPU engine against TensorFlow.js's WebAssembly backend and onnxruntime-web, one
 * thread each, measured in turns in one process so that the machine's moods hit all three alike.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as ort from 'onnxruntime-web';
import type { Session } from '../../core/engine/backend.ts';
import { createWasmEngine, type WasmEngine } from '../../core/engine/wasm/index.ts';
import { type Batch, batchOf, type Case, relativeError } from '../core/engine/webgpu/cases.ts';
import { onnxModel } from './onnx.ts';

const LAYERS: readonly { readonly name: string; readonly layer: Case }[] = [
  { name: 'conv 3×3 64→64 @112', layer: conv(112, 64, 64, 3, {}) },
  { name: 'conv 3×3 256→256 @28', layer: conv(28, 256, 256, 3, {}) },
  { name: 'conv 1×1 256→64 @56', layer: conv(56, 256, 64, 1, {}) },
  { name: 'conv 1×1 512→512 @14', layer: conv(14, 512, 512, 1, {}) },
  { name: 'conv 7×7 s2 3→64 @224', layer: conv(224, 3, 64, 7, { strides: 2 }) },
  { name: 'conv 3×3 d2 128→128 @56', layer: conv(56, 128, 128, 3, { dilationRate: 2 }) },
  { name: 'grouped 3×3 g8 256→256 @28', layer: conv(28, 256, 256, 3, { groups: 8 }) },
  {
    name: 'depthwise 3×3 128 @112',
    layer: one('depthwiseConv2d', { kernelSize: 3, padding: 'same', useBias: false }, [1, 112, 112, 128]),
  },
  {
    name: 'transposed 4×4 s2 64→32 @56',
    layer: one(
      'conv2dTranspose',
      { filters: 32, kernelSize: 4, strides: 2, padding: 'same', useBias: false },
      [1, 56, 56, 64],
    ),
  },
  { name: 'max pool 2×2 s2 64 @112', layer: one('maxPooling2d', { poolSize: 2 }, [1, 112, 112, 64]) },
];

const ROUNDS = 15;

/** What is measured: milliseconds of one execution, tensors in place where the rival allows it. */
type Runner = () => Promise<number>;

/** Prints one line per layer: GFLOP/s of the direct convolution (ms for pooling) and how many times faster ours is. */
export async function benchEngine(write: (line: string) => void): Promise<void> {
  const engine = await createWasmEngine();
  if ('unavailable' in engine) throw new Error(engine.unavailable);
  await startRivals();
  write(
    `CPU engine (${engine.description}) against tfjs-wasm ${tf.version.tfjs} and onnxruntime-web ${ort.env.versions.web}`,
  );
  write(
    'layer'.padEnd(30) +
      ['ours ms', 'GFLOP/s', 'tfjs ms', 'ratio', 'ort ms', 'ratio'].map((name) => name.padStart(9)).join(''),
  );
  for (const { name, layer } of LAYERS) {
    const batch = batchOf([layer]);
    const ours = await ourRunner(engine, batch);
    const tfjs = await tfjsRunner(batch, ours.output);
    const onnx = await onnxRunner(batch, ours.output);
    const [a, b, c] = await interleaved([ours.run, tfjs, onnx]);
    const gflops = macsOf(batch) > 0 ? ((2 * macsOf(batch)) / a / 1e6).toFixed(1) : '–';
    const cells = [a.toFixed(2), gflops, b.toFixed(2), (b / a).toFixed(2), c.toFixed(2), (c / a).toFixed(2)];
    write(name.padEnd(30) + cells.map((cell) => cell.padStart(9)).join(''));
    ours.session.dispose();
  }
}

async function startRivals(): Promise<void> {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  setThreadsCount(1);
  await tf.setBackend('wasm');
  ort.env.wasm.numThreads = 1;
}

/** Median times, after two rounds that are not counted. */
async function interleaved(runners: readonly Runner[]): Promise<number[]> {
  const times = runners.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++) {
    for (const [at, run] of runners.entries()) {
      const time = await run();
      if (round >= 0) times[at].push(time);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]);
}

async function ourRunner(engine: WasmEngine, { program, weights, inputs, steps }: Batch) {
  const session: Session = await engine.load(program, weights);
  const run: Runner = async () => {
    let time = Number.NaN;
    await session.run(inputs, {
      onStep: ({ step, milliseconds, engine }) => {
        if (engine !== 'wasm') throw new Error('the layer fell back to the reference engine');
        if (step === steps[0]) time = milliseconds;
      },
    });
    return time;
  };
  await run();
  const output = await session.read({ step: steps[0], output: 0 });
  return { session, run, output: output.data };
}

/** Fused where TensorFlow.js can fuse; a grouped convolution, which it does not have, as slices joined again. */
async function tfjsRunner(batch: Batch, expected: Float32Array): Promise<Runner> {
  const step = batch.program.steps[batch.steps[0]];
  const { strides, dilationRate, groups = 1, poolSize } = step.attributes as Record<string, number & [number, number]>;
  const x = tf.tensor4d(batch.inputs[0].data, batch.inputs[0].shape as [number, number, number, number]);
  const [weight] = Object.values(batch.weights[batch.steps[0]]);
  const w = weight && tf.tensor4d(weight.data, weight.shape as [number, number, number, number]);
  const parts = groups > 1 ? tf.split(w, groups, 3) : [];
  const compute = (): tf.Tensor => {
    if (step.operator === 'maxPooling2d') return tf.maxPool(x, poolSize, strides, 'same');
    if (step.operator === 'conv2dTranspose') {
      return tf.conv2dTranspose(x, w, step.outputShapes[0] as [number, number, number, number], strides, 'same');
    }
    if (step.operator === 'depthwiseConv2d') return tf.depthwiseConv2d(x, w, strides, 'same', 'NHWC', dilationRate);
    if (groups === 1) return tf.conv2d(x, w, strides, 'same', 'NHWC', dilationRate);
    const pieces = tf
      .split<tf.Tensor4D>(x, groups, 3)
      .map((piece, at) => tf.conv2d(piece, parts[at] as tf.Tensor4D, strides, 'same'));
    return tf.concat(pieces, 3);
  };
  check('tfjs', tf.tidy(compute).dataSync() as Float32Array, expected);
  return async () => {
    const start = performance.now();
    const output = tf.tidy(compute);
    const time = performance.now() - start;
    output.dispose();
    return time;
  };
}

/** NCHW is onnxruntime's own layout; the transposition is not counted, the copies in and out cannot be avoided. */
async function onnxRunner(batch: Batch, expected: Float32Array): Promise<Runner> {
  const step = batch.program.steps[batch.steps[0]];
  const [input] = batch.inputs;
  const pair = (name: string) => step.attributes[name] as [number, number];
  const outputShape = step.outputShapes[0];
  const [weight] = Object.values(batch.weights[batch.steps[0]]);
  const pooling = step.operator === 'maxPooling2d';
  const shape = {
    input: [input.shape[0], input.shape[3], input.shape[1], input.shape[2]],
    output: [outputShape[0], outputShape[3], outputShape[1], outputShape[2]],
  };
  const kernel = pooling ? pair('poolSize') : pair('kernelSize');
  const groups = step.operator === 'depthwiseConv2d' ? input.shape[3] : Number(step.attributes.groups ?? 1);
  const scatters = step.operator === 'conv2dTranspose';
  const extent = kernel.map((size, axis) => {
    if (scatters) return Math.max(size - pair('strides')[axis], 0);
    const dilation = pooling ? 1 : pair('dilationRate')[axis];
    const reach = (size - 1) * dilation + 1;
    return Math.max((outputShape[axis + 1] - 1) * pair('strides')[axis] + reach - input.shape[axis + 1], 0);
  });
  const pads = [...extent.map((total) => Math.floor(total / 2)), ...extent.map((total) => Math.ceil(total / 2))];
  const attributes = { kernel_shape: kernel, strides: pair('strides'), pads };
  const model = onnxModel({
    operator: pooling ? 'MaxPool' : scatters ? 'ConvTranspose' : 'Conv',
    attributes: pooling ? attributes : { ...attributes, dilations: pair('dilationRate'), group: groups },
    ...shape,
    constants: weight ? [filterFirst(weight.data, weight.shape, step.operator === 'depthwiseConv2d')] : [],
  });
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const pixels = input.shape[1] * input.shape[2];
  const x = new ort.Tensor('float32', transposed(input.data, pixels, input.shape[3]), shape.input);
  const first = (await session.run({ x })).y.data as Float32Array;
  check('onnxruntime', transposed(first, outputShape[3], outputShape[1] * outputShape[2]), expected);
  return async () => {
    const start = performance.now();
    await session.run({ x });
    return performance.now() - start;
  };
}

/** A rival that computes something else is no rival. */
function check(name: string, actual: Float32Array, expected: Float32Array): void {
  const error = relativeError(actual, expected);
  if (!(error < 1e-4)) throw new Error(`${name} computes something else: error ${error}`);
}

/** (kh, kw, i, o), or (kh, kw, c, 1) depthwise, to (o, i, kh, kw). */
function filterFirst(data: Float32Array, [height, width, inner, outer]: readonly number[], depthwise: boolean) {
  const [inputs, outputs] = depthwise ? [1, inner * outer] : [inner, outer];
  const taps = height * width;
  return { shape: [outputs, inputs, height, width], data: transposed(data, taps * inputs, outputs).map(pick) };

  function pick(_: number, at: number): number {
    const [o, rest] = [Math.floor(at / (inputs * taps)), at % (inputs * taps)];
    const [i, tap] = [Math.floor(rest / taps), rest % taps];
    return data[(tap * inputs + i) * outputs + o];
  }
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[row * columns + column];
  }
  return result;
}

function macsOf({ program, steps }: Batch): number {
  const { operator, inputShapes, outputShapes, weights } = program.steps[steps[0]];
  if (weights.length === 0) return 0;
  if (operator === 'conv2dTranspose') {
    // Every input element meets every filter's tap once.
    return (
      (inputShapes[0].reduce((a, b) => a * b, 1) * weights[0].shape.reduce((a, b) => a * b, 1)) / inputShapes[0][3]
    );
  }
  const perOutput = weights[0].shape.reduce((a, b) => a * b, 1) / outputShapes[0][3];
  return outputShapes[0].reduce((a, b) => a * b, 1) * perOutput;
}

function conv(size: number, input: number, filters: number, kernelSize: number, attributes: Case['attributes']): Case {
  return one('conv2d', { filters, kernelSize, padding: 'same', useBias: false, ...attributes }, [1, size, size, input]);
}

function one(operator: Case['operator'], attributes: Case['attributes'], input: number[]): Case {
  return { operator, attributes, inputs: [input] };
}
