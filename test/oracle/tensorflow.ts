import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { WeightsManifest } from '../../core/graph/node.ts';

export { tf };

// Production mode: no greeting on the console, no checks for NaN between kernels.
tf.enableProdMode();
await tf.setBackend('cpu');

/**
 * Chooses where TensorFlow.js computes. `cpu`, the default, adds in double precision and is the closer oracle; `wasm` adds in single
 * precision and is some ten times faster, which whole networks need.
 */
export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  if (name === 'wasm') {
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(main) + sep);
  }
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no ${name} backend here`);
}

export function toTf({ shape, data }: Tensor): tf.Tensor {
  return tf.tensor(data, [...shape]);
}

/** Values of a TensorFlow.js tensor, integers and booleans as float32. */
export function fromTf(tensor: tf.Tensor): Tensor {
  return { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
}

/** A layers model from its `model.json` as a value and the bytes of its shards, in the order of the manifest. */
export function loadModel(
  json: { readonly modelTopology: object; readonly weightsManifest: readonly Group[] },
  shards: ReadonlyMap<string, Uint8Array>,
): Promise<tf.LayersModel> {
  const specs = json.weightsManifest.flatMap(({ weights }) => weights.map((weight) => specOf(weight)));
  const bytes = json.weightsManifest.flatMap(({ paths }) => paths.map((path) => shards.get(path) ?? new Uint8Array()));
  const weightData = Uint8Array.from(Buffer.concat(bytes)).buffer;
  const { modelTopology } = json;
  return tf.loadLayersModel({ load: async () => ({ modelTopology, weightSpecs: specs, weightData }) });
}

type Group = WeightsManifest['groups'][number];

/** Spelt out because TF.js's type lists the data types that ours leaves open. */
function specOf({ name, shape, dtype, quantization }: Group['weights'][number]): tf.io.WeightsManifestEntry {
  const spec = { name, shape: [...shape], dtype: oneOf(['float32', 'int32', 'bool'], dtype) };
  if (quantization === undefined) return spec;
  const { scale, min } = quantization;
  const stored = oneOf(['uint8', 'uint16', 'float16'], quantization.dtype);
  return {
    ...spec,
    quantization: { dtype: stored, ...(scale === undefined ? {} : { scale }), ...(min === undefined ? {} : { min }) },
  };
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`'${value}' is none of ${choices.join(', ')}`);
  return choice;
}
