import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Tensor } from '../../core/engine/tensor.ts';

export { tf };

// Production mode: no greeting on the console, no checks for NaN between kernels.
tf.enableProdMode();

/**
 * Chooses where TensorFlow.js computes. `cpu` adds in double precision and is the closer oracle; `wasm` adds in single
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
