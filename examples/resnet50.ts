import * as tf from '@tensorflow/tfjs';

/** Bottleneck blocks per stage; the first of a stage halves the image, except in the first stage. */
const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
];

/**
 * ResNet-50 with the stride in the 3×3 convolution ("v1.5"). 25,557,032 trainable parameters (25,610,152 with the moving
 * statistics of the batch normalisations), 4,089,184,256 MACs.
 *
 * He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015.
 */
export function resnet50(size = 224, classes = 1000) {
  const image = tf.input({ shape: [size, size, 3], name: 'image' });
  let x = tf.layers
    .zeroPadding2d({ padding: 3, name: 'conv1_pad' })
    .apply(image) as tf.SymbolicTensor;
  x = convolution(x, 'conv1', { filters: 64, kernelSize: 7, strides: 2 });
  x = tf.layers.zeroPadding2d({ padding: 1, name: 'pool1_pad' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' })
    .apply(x) as tf.SymbolicTensor;

  STAGES.forEach(({ blocks, width }, stage) => {
    for (let block = 0; block < blocks; block++) {
      const strides = stage > 0 && block === 0 ? 2 : 1;
      x = bottleneck(x, `conv${stage + 2}_${block + 1}`, width, strides);
    }
  });

  x = tf.layers.globalAveragePooling2d({ name: 'pool5' }).apply(x) as tf.SymbolicTensor;
  const scores = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'fc' })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: scores, name: 'resnet50' });
}

/** 1×1 down to `width`, 3×3, 1×1 up to 4·`width`, added to the input (projected where the shape changes). */
function bottleneck(input: tf.SymbolicTensor, name: string, width: number, strides: number) {
  const channels = 4 * width;
  let x = convolution(input, `${name}_a`, { filters: width, kernelSize: 1 });
  x = convolution(x, `${name}_b`, { filters: width, kernelSize: 3, strides, padding: 'same' });
  x = convolution(x, `${name}_c`, { filters: channels, kernelSize: 1, activated: false });

  const same = strides === 1 && input.shape[3] === channels;
  const shortcut = same
    ? input
    : convolution(input, `${name}_project`, {
        filters: channels,
        kernelSize: 1,
        strides,
        activated: false,
      });
  x = tf.layers.add({ name: `${name}_add` }).apply([x, shortcut]) as tf.SymbolicTensor;
  return tf.layers.reLU({ name: `${name}_out` }).apply(x) as tf.SymbolicTensor;
}

type ConvolutionOptions = {
  filters: number;
  kernelSize: number;
  strides?: number;
  padding?: 'valid' | 'same';
  activated?: boolean;
};

/** Convolution without bias, batch normalisation and, unless it ends a block, ReLU. */
function convolution(
  x: tf.SymbolicTensor,
  name: string,
  { activated = true, ...conv }: ConvolutionOptions,
) {
  x = tf.layers.conv2d({ ...conv, useBias: false, name }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.batchNormalization({ name: `${name}_bn` }).apply(x) as tf.SymbolicTensor;
  return activated
    ? (tf.layers.reLU({ name: `${name}_relu` }).apply(x) as tf.SymbolicTensor)
    : x;
}
