import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/** Filters of one inception module: 1×1, 1×1 → 3×3, 1×1 → 5×5, pooling → 1×1. */
type Module = {
  name: string;
  one: number;
  three: [number, number];
  five: [number, number];
  pool: number;
};

const STAGE_3: Module[] = [
  { name: '3a', one: 64, three: [96, 128], five: [16, 32], pool: 32 },
  { name: '3b', one: 128, three: [128, 192], five: [32, 96], pool: 64 },
];
const STAGE_4: Module[] = [
  { name: '4a', one: 192, three: [96, 208], five: [16, 48], pool: 64 },
  { name: '4b', one: 160, three: [112, 224], five: [24, 64], pool: 64 },
  { name: '4c', one: 128, three: [128, 256], five: [24, 64], pool: 64 },
  { name: '4d', one: 112, three: [144, 288], five: [32, 64], pool: 64 },
  { name: '4e', one: 256, three: [160, 320], five: [32, 128], pool: 128 },
];
const STAGE_5: Module[] = [
  { name: '5a', one: 256, three: [160, 320], five: [32, 128], pool: 128 },
  { name: '5b', one: 384, three: [192, 384], five: [48, 128], pool: 128 },
];

/** `paper` has biases and 5×5 branches; `torchvision` normalises every convolution and has 3×3 in the place of 5×5. */
type Variant = 'paper' | 'torchvision';

type Options = { auxiliary?: boolean; variant?: Variant; size?: number; classes?: number };

/**
 * GoogLeNet: modules that look at every place through windows of several sizes at once. 6,998,552 parameters and
 * 1,582,671,872 MACs as in the paper; with the two auxiliary classifiers that help it train 13,378,280 and 1,591,044,096;
 * as torchvision has it 6,624,904 and 1,498,376,192.
 *
 * Szegedy et al., "Going Deeper with Convolutions", 2014.
 */
export function googlenet({
  auxiliary = false,
  variant = 'paper',
  size = 224,
  classes = 1000,
}: Options = {}) {
  const image = tf.input({ shape: [size, size, 3], name: 'image' });
  const scores: Tensor[] = [];

  let x = convolution(image, 'conv1', 64, 7, variant, 2);
  x = halved(x, 'pool1');
  x = convolution(x, 'conv2_reduce', 64, 1, variant);
  x = convolution(x, 'conv2', 192, 3, variant);
  x = halved(x, 'pool2');
  for (const module of STAGE_3) x = inception(x, module, variant);
  x = halved(x, 'pool3');
  for (const module of STAGE_4) {
    x = inception(x, module, variant);
    const isWatched = module.name === '4a' || module.name === '4d';
    if (auxiliary && isWatched)
      scores.push(classifier(x, `aux_${module.name}`, classes, variant));
  }
  x = halved(x, 'pool4');
  for (const module of STAGE_5) x = inception(x, module, variant);

  x = tf.layers.globalAveragePooling2d({ name: 'pool5' }).apply(x) as Tensor;
  x = tf.layers.dropout({ rate: 0.4, name: 'dropout' }).apply(x) as Tensor;
  const main = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'scores' })
    .apply(x) as Tensor;
  return tf.model({ inputs: image, outputs: [main, ...scores], name: 'googlenet' });
}

function inception(x: Tensor, { name, one, three, five, pool }: Module, variant: Variant) {
  const wide = variant === 'paper' ? 5 : 3;
  const pooled = tf.layers
    .maxPooling2d({ poolSize: 3, strides: 1, padding: 'same', name: `${name}_pool` })
    .apply(x) as Tensor;
  const branches = [
    convolution(x, `${name}_1x1`, one, 1, variant),
    convolution(
      convolution(x, `${name}_3x3_reduce`, three[0], 1, variant),
      `${name}_3x3`,
      three[1],
      3,
      variant,
    ),
    convolution(
      convolution(x, `${name}_5x5_reduce`, five[0], 1, variant),
      `${name}_5x5`,
      five[1],
      wide,
      variant,
    ),
    convolution(pooled, `${name}_pool_project`, pool, 1, variant),
  ];
  return tf.layers.concatenate({ name: `${name}_output` }).apply(branches) as Tensor;
}

/** An auxiliary classifier, which training weighs with 0.3 and inference leaves out. */
function classifier(x: Tensor, name: string, classes: number, variant: Variant) {
  x = tf.layers
    .averagePooling2d({ poolSize: 5, strides: 3, name: `${name}_pool` })
    .apply(x) as Tensor;
  x = convolution(x, `${name}_project`, 128, 1, variant);
  x = tf.layers.flatten({ name: `${name}_flatten` }).apply(x) as Tensor;
  x = tf.layers
    .dense({ units: 1024, activation: 'relu', name: `${name}_fc` })
    .apply(x) as Tensor;
  x = tf.layers.dropout({ rate: 0.7, name: `${name}_dropout` }).apply(x) as Tensor;
  return tf.layers
    .dense({ units: classes, activation: 'softmax', name: `${name}_scores` })
    .apply(x) as Tensor;
}

function convolution(
  x: Tensor,
  name: string,
  filters: number,
  kernelSize: number,
  variant: Variant,
  strides = 1,
) {
  const isPaper = variant === 'paper';
  const conv = tf.layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: isPaper,
    activation: isPaper ? 'relu' : 'linear',
    name,
  });
  x = conv.apply(x) as Tensor;
  if (isPaper) return x;
  x = tf.layers.batchNormalization({ epsilon: 0.001, name: `${name}_bn` }).apply(x) as Tensor;
  return tf.layers.reLU({ name: `${name}_relu` }).apply(x) as Tensor;
}

function halved(x: Tensor, name: string) {
  return tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', name })
    .apply(x) as Tensor;
}
