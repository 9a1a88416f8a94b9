import * as tf from '@tensorflow/tfjs';

/**
 * ZFNet: AlexNet after a look at what its first layers had learned. Smaller filters and strides keep what 11×11 with stride
 * 4 had aliased away. 62,357,608 parameters, 1,168,032,896 MACs (contrast normalisation, without parameters, is left out).
 *
 * Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2013.
 */
export function zfnet(size = 224, classes = 1000) {
  const model = tf.sequential({ name: 'zfnet' });
  model.add(tf.layers.inputLayer({ inputShape: [size, size, 3], name: 'image' }));

  model.add(tf.layers.zeroPadding2d({ padding: 1, name: 'pad1' }));
  model.add(
    tf.layers.conv2d({
      filters: 96,
      kernelSize: 7,
      strides: 2,
      activation: 'relu',
      name: 'conv1',
    }),
  );
  addPooling(model, 'pool1');
  model.add(
    tf.layers.conv2d({
      filters: 256,
      kernelSize: 5,
      strides: 2,
      activation: 'relu',
      name: 'conv2',
    }),
  );
  addPooling(model, 'pool2');
  for (const [name, filters] of [
    ['conv3', 384],
    ['conv4', 384],
    ['conv5', 256],
  ] as const) {
    model.add(
      tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name }),
    );
  }
  model.add(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool5' }));

  model.add(tf.layers.flatten({ name: 'flatten' }));
  for (const name of ['fc6', 'fc7']) {
    model.add(tf.layers.dense({ units: 4096, activation: 'relu', name }));
    model.add(tf.layers.dropout({ rate: 0.5, name: `drop_${name}` }));
  }
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', name: 'fc8' }));
  return model;
}

/** Padded with zeros, which never win behind a ReLU. */
function addPooling(model: tf.Sequential, name: string) {
  model.add(tf.layers.zeroPadding2d({ padding: 1, name: `${name}_pad` }));
  model.add(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name }));
}
