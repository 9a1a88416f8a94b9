import * as tf from '@tensorflow/tfjs';

/** Filters and stride of each depthwise separable block. */
const BLOCKS: [filters: number, strides: number][] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, (): [number, number] => [512, 1]),
  [1024, 2],
  [1024, 1],
];

/**
 * MobileNetV1: every convolution but the first split into a depthwise 3×3 and a pointwise 1×1.
 * 4,231,976 trainable parameters (4,253,864 with moving statistics), 568,740,352 MACs at width 1 and 224×224.
 *
 * Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017.
 */
export function mobilenet(alpha = 1, size = 224, classes = 1000) {
  const model = tf.sequential({ name: 'mobilenet' });
  model.add(
    tf.layers.conv2d({
      inputShape: [size, size, 3],
      filters: Math.round(32 * alpha),
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
      name: 'conv0',
    }),
  );
  normalise(model, 'conv0');

  BLOCKS.forEach(([filters, strides], index) => {
    const name = `conv${index + 1}`;
    model.add(
      tf.layers.depthwiseConv2d({
        kernelSize: 3,
        strides,
        padding: 'same',
        useBias: false,
        name: `${name}_depthwise`,
      }),
    );
    normalise(model, `${name}_depthwise`);
    model.add(
      tf.layers.conv2d({
        filters: Math.round(filters * alpha),
        kernelSize: 1,
        useBias: false,
        name: `${name}_pointwise`,
      }),
    );
    normalise(model, `${name}_pointwise`);
  });

  model.add(tf.layers.globalAveragePooling2d({ name: 'pool' }));
  model.add(tf.layers.dropout({ rate: 0.001, name: 'dropout' }));
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', name: 'scores' }));
  return model;
}

function normalise(model: tf.Sequential, name: string) {
  model.add(tf.layers.batchNormalization({ name: `${name}_bn` }));
  model.add(tf.layers.reLU({ maxValue: 6, name: `${name}_relu6` }));
}
