import * as tf from '@tensorflow/tfjs';

/** Filters per stage, two blocks each; the first block of a stage halves the image, except in the first stage. */
const STAGES = [64, 128, 256, 512];

/**
 * ResNet-18: two 3×3 convolutions per block and a shortcut around them. 11,689,512 trainable parameters (11,699,112 with
 * the moving statistics of the batch normalisations), 1,814,073,344 MACs.
 *
 * He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015.
 */
export function resnet18(size = 224, classes = 1000) {
  const image = tf.input({ shape: [size, size, 3], name: 'image' });
  let x = tf.layers
    .zeroPadding2d({ padding: 3, name: 'conv1_pad' })
    .apply(image) as tf.SymbolicTensor;
  x = convolution(x, 'conv1', { filters: 64, kernelSize: 7, strides: 2 });
  x = relu(x, 'conv1_relu');
  x = tf.layers.zeroPadding2d({ padding: 1, name: 'pool1_pad' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' })
    .apply(x) as tf.SymbolicTensor;

  STAGES.forEach((filters, stage) => {
    x = basicBlock(x, `conv${stage + 2}_1`, filters, stage > 0 ? 2 : 1);
    x = basicBlock(x, `conv${stage + 2}_2`, filters, 1);
  });

  x = tf.layers.globalAveragePooling2d({ name: 'pool5' }).apply(x) as tf.SymbolicTensor;
  const scores = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'fc' })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: scores, name: 'resnet18' });
}

/** Two 3×3 convolutions, added to the input (projected where the shape changes). */
function basicBlock(input: tf.SymbolicTensor, name: string, filters: number, strides: number) {
  let x = convolution(input, `${name}_a`, { filters, kernelSize: 3, strides });
  x = relu(x, `${name}_a_relu`);
  x = convolution(x, `${name}_b`, { filters, kernelSize: 3 });
  const shortcut =
    strides === 1
      ? input
      : convolution(input, `${name}_project`, { filters, kernelSize: 1, strides });
  x = tf.layers.add({ name: `${name}_add` }).apply([x, shortcut]) as tf.SymbolicTensor;
  return relu(x, `${name}_out`);
}

/** Convolution without bias and batch normalisation. The first layer brings its own padding along. */
function convolution(
  x: tf.SymbolicTensor,
  name: string,
  {
    filters,
    kernelSize,
    strides = 1,
  }: { filters: number; kernelSize: number; strides?: number },
) {
  const padding = kernelSize === 3 ? 'same' : 'valid';
  x = tf.layers
    .conv2d({ filters, kernelSize, strides, padding, useBias: false, name })
    .apply(x) as tf.SymbolicTensor;
  return tf.layers.batchNormalization({ name: `${name}_bn` }).apply(x) as tf.SymbolicTensor;
}

function relu(x: tf.SymbolicTensor, name: string) {
  return tf.layers.reLU({ name }).apply(x) as tf.SymbolicTensor;
}
