/** A program and what it imports: texts by URI, the program itself first. */
export type Project = ReadonlyMap<string, string>;

const main = 'file:///bench/main.js';

/**
 * A program that writes every layer out: convolutions with a normalisation and an activation each, between a helper's
 * and an imported file's.
 */
export function writtenOut(layers: number): Project {
  const lines = Array.from({ length: layers - 5 }, (_, index) => {
    if (index % 3 === 1) return `x = tf.layers.batchNormalization().apply(x);`;
    if (index % 3 === 2) return `x = tf.layers.activation({ activation: 'relu', name: 'act_${index}' }).apply(x);`;
    return `x = tf.layers.conv2d({ filters: ${64 + (index % 5)}, kernelSize: 3, padding: 'same', useBias: false }).apply(x);`;
  });
  const program = `import * as tf from '@tensorflow/tfjs';
import { head } from './head.js';
function stem(x) {
  x = tf.layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same' }).apply(x);
  return tf.layers.reLU().apply(x);
}
export function createModel() {
  const input = tf.input({ shape: [32, 32, 3] });
  let x = stem(input);
  ${lines.join('\n  ')}
  return tf.model({ inputs: input, outputs: head(x) });
}
`;
  const imported = `import * as tf from '@tensorflow/tfjs';
export function head(x) {
  x = tf.layers.conv2d({ filters: 16, kernelSize: 1 }).apply(x);
  return tf.layers.globalAveragePooling2d({}).apply(x);
}
`;
  return new Map([
    [main, program],
    ['file:///bench/head.js', imported],
  ]);
}

/** ResNet-152 as people write it: helpers, a loop over stages. He et al. 2015, table 1. */
export const resNet152: Project = new Map([
  [
    main,
    `import * as tf from '@tensorflow/tfjs';

function convolve(x, filters, kernelSize, strides = 1, activation = true) {
  x = tf.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false }).apply(x);
  x = tf.layers.batchNormalization().apply(x);
  return activation ? tf.layers.reLU().apply(x) : x;
}

function bottleneck(x, filters, strides, isFirst) {
  let y = convolve(x, filters, 1, strides);
  y = convolve(y, filters, 3);
  y = convolve(y, 4 * filters, 1, 1, false);
  const shortcut = isFirst ? convolve(x, 4 * filters, 1, strides, false) : x;
  return tf.layers.reLU().apply(tf.layers.add().apply([y, shortcut]));
}

export function createModel() {
  const input = tf.input({ shape: [224, 224, 3] });
  let x = convolve(input, 64, 7, 2);
  x = tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(x);
  for (const [stage, blocks] of [3, 8, 36, 3].entries()) {
    for (let block = 0; block < blocks; block++) {
      x = bottleneck(x, 64 * 2 ** stage, stage > 0 && block === 0 ? 2 : 1, block === 0);
    }
  }
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 1000, activation: 'softmax' }).apply(x) });
}
`,
  ],
]);

/** A thousand files: every tenth is a library of blocks, the others import one and make a model of it. */
export function workspace(files = 1000): Project {
  const uri = (index: number) => `file:///bench/file-${index}.js`;
  return new Map(
    Array.from({ length: files }, (_, index) => [uri(index), index % 10 === 0 ? library(index) : user(index)]),
  );
}

function library(index: number): string {
  return `import * as tf from '@tensorflow/tfjs';
export function block(x, filters = ${8 + (index % 7)}) {
  x = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same' }).apply(x);
  return tf.layers.batchNormalization().apply(x);
}
`;
}

function user(index: number): string {
  return `import * as tf from '@tensorflow/tfjs';
import { block } from './file-${index - (index % 10)}.js';
export function createModel${index}() {
  const input = tf.input({ shape: [64, 64, 3] });
  let x = input;
  for (let i = 0; i < ${2 + (index % 5)}; i++) x = block(x, 8 * (i + 1));
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 10 }).apply(x) });
}
`;
}
