import * as tf from '@tensorflow/tfjs';

/** Bottleneck blocks per stage; the first of a stage halves the image, except in the first stage. */
const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
];

/**
 * Where a block that halves the image has its stride: in the 3×3 convolution (`v1.5`, as torchvision and most have it
 * today), in the first 1×1 (`v1`, the paper), or there and with biases that the normalisation cancels (`keras`).
 */
type Variant = 'v1.5' | 'v1' | 'keras';

/**
 * ResNet-50. 25,557,032 trainable parameters (25,610,152 with the moving statistics of the batch normalisations) and
 * 4,089,184,256 MACs; 3,857,973,248 MACs as in the paper; as Keras has it 25,583,592 parameters (25,636,712) as well.
 *
 * He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015.
 */
export function resnet50(size = 224, classes = 1000, variant: Variant = 'v1.5') {
  const useBias = variant === 'keras';
  const image = tf.input({ shape: [size, size, 3], name: 'image' });
  let x = tf.layers
    .zeroPadding2d({ padding: 3, name: 'conv1_pad' })
    .apply(image) as tf.SymbolicTensor;
  x = convolution(x, 'conv1', { filters: 64, kernelSize: 7, strides: 2, useBias });
  x = tf.layers.zeroPadding2d({ padding: 1, name: 'pool1_pad' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' })
    .apply(x) as tf.SymbolicTensor;

  STAGES.forEach(({ blocks, width }, stage) => {
    for (let block = 0; block < blocks; block++) {
      const strides = stage > 0 && block === 0 ? 2 : 1;
      x = bottleneck(x, `conv${stage + 2}_${block + 1}`, width, strides, variant);
    }
  });

  x = tf.layers.globalAveragePooling2d({ name: 'pool5' }).apply(x) as tf.SymbolicTensor;
  const scores = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'fc' })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: scores, name: 'resnet50' });
}

/** 1×1 down to `width`, 3×3, 1×1 up to 4·`width`, added to the input (projected where the shape changes). */
function bottleneck(
  input: tf.SymbolicTensor,
  name: string,
  width: number,
  strides: number,
  variant: Variant,
) {
  const channels = 4 * width;
  const useBias = variant === 'keras';
  const [first, second] = variant === 'v1.5' ? [1, strides] : [strides, 1];
  let x = convolution(input, `${name}_a`, {
    filters: width,
    kernelSize: 1,
    strides: first,
    useBias,
  });
  x = convolution(x, `${name}_b`, {
    filters: width,
    kernelSize: 3,
    strides: second,
    padding: 'same',
    useBias,
  });
  x = convolution(x, `${name}_c`, {
    filters: channels,
    kernelSize: 1,
    activated: false,
    useBias,
  });

  const same = strides === 1 && input.shape[3] === channels;
  const shortcut = same
    ? input
    : convolution(input, `${name}_project`, {
        filters: channels,
        kernelSize: 1,
        strides,
        activated: false,
        useBias,
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
  useBias: boolean;
};

/** Convolution, batch normalisation and, unless it ends a block, ReLU. */
function convolution(
  x: tf.SymbolicTensor,
  name: string,
  { activated = true, ...conv }: ConvolutionOptions,
) {
  x = tf.layers.conv2d({ ...conv, name }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.batchNormalization({ name: `${name}_bn` }).apply(x) as tf.SymbolicTensor;
  return activated
    ? (tf.layers.reLU({ name: `${name}_relu` }).apply(x) as tf.SymbolicTensor)
    : x;
}
