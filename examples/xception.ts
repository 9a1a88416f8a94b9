import * as tf from '@tensorflow/tfjs';

type Tensor = tf.SymbolicTensor;

/**
 * Xception: every convolution but the first two split into a depthwise and a pointwise one, with shortcuts around pairs
 * and triples of them. 22,855,952 trainable parameters (22,910,480 with moving statistics), 8,357,403,496 MACs at 299×299.
 *
 * Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016.
 */
export function xception(size = 299, classes = 1000) {
  const image = tf.input({ shape: [size, size, 3], name: 'image' });
  let x = convolution(image, 'block1_conv1', { filters: 32, kernelSize: 3, strides: 2 });
  x = relu(x, 'block1_conv1_relu');
  x = convolution(x, 'block1_conv2', { filters: 64, kernelSize: 3 });
  x = relu(x, 'block1_conv2_relu');

  x = halving(x, 'block2', [128, 128], false);
  x = halving(x, 'block3', [256, 256]);
  x = halving(x, 'block4', [728, 728]);
  for (let block = 5; block <= 12; block++) x = middle(x, `block${block}`, 728);
  x = halving(x, 'block13', [728, 1024]);

  x = separable(x, 'block14_sepconv1', 1536);
  x = relu(x, 'block14_sepconv1_relu');
  x = separable(x, 'block14_sepconv2', 2048);
  x = relu(x, 'block14_sepconv2_relu');
  x = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(x) as Tensor;
  const scores = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'scores' })
    .apply(x) as Tensor;
  return tf.model({ inputs: image, outputs: scores, name: 'xception' });
}

/** Two separable convolutions and a pooling beside a projection with stride 2. */
function halving(input: Tensor, name: string, filters: [number, number], activateFirst = true) {
  const [first, second] = filters;
  const shortcut = convolution(input, `${name}_project`, {
    filters: second,
    kernelSize: 1,
    strides: 2,
  });
  let x = activateFirst ? relu(input, `${name}_sepconv1_relu`) : input;
  x = separable(x, `${name}_sepconv1`, first);
  x = relu(x, `${name}_sepconv2_relu`);
  x = separable(x, `${name}_sepconv2`, second);
  x = tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', name: `${name}_pool` })
    .apply(x) as Tensor;
  return tf.layers.add({ name: `${name}_add` }).apply([x, shortcut]) as Tensor;
}

/** Three separable convolutions, added to their input. */
function middle(input: Tensor, name: string, filters: number) {
  let x = input;
  for (const step of ['sepconv1', 'sepconv2', 'sepconv3']) {
    x = relu(x, `${name}_${step}_relu`);
    x = separable(x, `${name}_${step}`, filters);
  }
  return tf.layers.add({ name: `${name}_add` }).apply([x, input]) as Tensor;
}

function separable(x: Tensor, name: string, filters: number) {
  x = tf.layers
    .separableConv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, name })
    .apply(x) as Tensor;
  return tf.layers.batchNormalization({ name: `${name}_bn` }).apply(x) as Tensor;
}

function convolution(
  x: Tensor,
  name: string,
  conv: { filters: number; kernelSize: number; strides?: number },
) {
  x = tf.layers.conv2d({ ...conv, useBias: false, name }).apply(x) as Tensor;
  return tf.layers.batchNormalization({ name: `${name}_bn` }).apply(x) as Tensor;
}

function relu(x: Tensor, name: string) {
  return tf.layers.reLU({ name }).apply(x) as Tensor;
}
