/** A program that writes every layer out: convolutions with a normalisation and an activation each. */
export function writtenOut(layers: number): string {
  const lines = Array.from({ length: layers - 2 }, (_, index) => {
    if (index % 3 === 1) return `x = tf.layers.batchNormalization().apply(x);`;
    if (index % 3 === 2) return `x = tf.layers.activation({ activation: 'relu', name: 'act_${index}' }).apply(x);`;
    return `x = tf.layers.conv2d({ filters: ${8 + (index % 5)}, kernelSize: 3, padding: 'same', useBias: false }).apply(x);`;
  });
  return `import * as tf from '@tensorflow/tfjs';
export function createModel() {
  const input = tf.input({ shape: [32, 32, 3] });
  let x = input;
  ${lines.join('\n  ')}
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  return tf.model({ inputs: input, outputs: x });
}
`;
}

/** ResNet-152 as people write it: helpers, a loop over stages. He et al. 2015, table 1. */
export const resNet152 = `import * as tf from '@tensorflow/tfjs';

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
`;
