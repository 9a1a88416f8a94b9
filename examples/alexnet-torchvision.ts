import * as tf from '@tensorflow/tfjs';

/**
 * AlexNet as torchvision has it: one tower, narrower than the original, without groups and without local response
 * normalisation. 61,100,840 parameters, 714,188,480 MACs.
 *
 * Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014.
 */
export function alexnetTorchvision(size = 224, classes = 1000) {
  const model = tf.sequential({ name: 'alexnet_torchvision' });
  model.add(tf.layers.inputLayer({ inputShape: [size, size, 3], name: 'image' }));

  model.add(tf.layers.zeroPadding2d({ padding: 2, name: 'pad1' }));
  model.add(
    tf.layers.conv2d({
      filters: 64,
      kernelSize: 11,
      strides: 4,
      activation: 'relu',
      name: 'conv1',
    }),
  );
  model.add(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' }));
  addConvolution(model, 'conv2', 192, 5);
  model.add(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool2' }));
  addConvolution(model, 'conv3', 384, 3);
  addConvolution(model, 'conv4', 256, 3);
  addConvolution(model, 'conv5', 256, 3);
  model.add(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, name: 'pool5' }));

  model.add(tf.layers.flatten({ name: 'flatten' }));
  for (const name of ['fc6', 'fc7']) {
    model.add(tf.layers.dropout({ rate: 0.5, name: `drop_${name}` }));
    model.add(tf.layers.dense({ units: 4096, activation: 'relu', name }));
  }
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', name: 'fc8' }));
  return model;
}

function addConvolution(
  model: tf.Sequential,
  name: string,
  filters: number,
  kernelSize: number,
) {
  model.add(
    tf.layers.conv2d({ filters, kernelSize, padding: 'same', activation: 'relu', name }),
  );
}
