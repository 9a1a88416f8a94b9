import * as tf from '@tensorflow/tfjs';

/**
 * LeNet-5 as it is usually built today: 28×28 digits, full connections between the convolutions, ReLU.
 * 61,706 parameters, 416,520 MACs.
 *
 * LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998.
 */
export function lenet5(classes = 10) {
  const model = tf.sequential({ name: 'lenet5' });
  model.add(
    tf.layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 6,
      kernelSize: 5,
      padding: 'same',
      activation: 'relu',
      name: 'c1',
    }),
  );
  model.add(tf.layers.averagePooling2d({ poolSize: 2, strides: 2, name: 's2' }));
  model.add(tf.layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu', name: 'c3' }));
  model.add(tf.layers.averagePooling2d({ poolSize: 2, strides: 2, name: 's4' }));
  model.add(tf.layers.conv2d({ filters: 120, kernelSize: 5, activation: 'relu', name: 'c5' }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 84, activation: 'relu', name: 'f6' }));
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', name: 'output' }));
  return model;
}
