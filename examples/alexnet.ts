import * as tf from '@tensorflow/tfjs';

/**
 * AlexNet as of 2012: two towers that meet at the third convolution and at the classifier. Each tower was one GPU; read as
 * one network, the second, fourth and fifth convolutions have two groups. TF.js has no grouped convolution, so the towers
 * are written out. 60,965,224 parameters, 724,406,816 MACs (local response normalisation, without parameters, is left out).
 *
 * Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
 */
export function alexnet(classes = 1000) {
  const image = tf.input({ shape: [227, 227, 3], name: 'image' });

  const towers = ['a', 'b'].map((tower) => {
    let x = conv(image, 48, 11, `conv1${tower}`, { strides: 4 });
    x = pool(x, `pool1${tower}`);
    x = conv(x, 128, 5, `conv2${tower}`, { padding: 'same' });
    return pool(x, `pool2${tower}`);
  });

  const meeting = tf.layers.concatenate({ name: 'meeting' }).apply(towers) as tf.SymbolicTensor;
  const tops = ['a', 'b'].map((tower) => {
    let x = conv(meeting, 192, 3, `conv3${tower}`, { padding: 'same' });
    x = conv(x, 192, 3, `conv4${tower}`, { padding: 'same' });
    x = conv(x, 128, 3, `conv5${tower}`, { padding: 'same' });
    return pool(x, `pool5${tower}`);
  });

  let x = tf.layers.concatenate({ name: 'features' }).apply(tops) as tf.SymbolicTensor;
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as tf.SymbolicTensor;
  for (const name of ['fc6', 'fc7']) {
    x = tf.layers
      .dense({ units: 4096, activation: 'relu', name })
      .apply(x) as tf.SymbolicTensor;
    x = tf.layers.dropout({ rate: 0.5, name: `drop_${name}` }).apply(x) as tf.SymbolicTensor;
  }
  const scores = tf.layers
    .dense({ units: classes, activation: 'softmax', name: 'fc8' })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: scores, name: 'alexnet' });
}

type ConvOptions = { strides?: number; padding?: 'valid' | 'same' };

function conv(
  x: tf.SymbolicTensor,
  filters: number,
  kernelSize: number,
  name: string,
  options: ConvOptions = {},
) {
  const layer = tf.layers.conv2d({ filters, kernelSize, activation: 'relu', name, ...options });
  return layer.apply(x) as tf.SymbolicTensor;
}

function pool(x: tf.SymbolicTensor, name: string) {
  return tf.layers
    .maxPooling2d({ poolSize: 3, strides: 2, name })
    .apply(x) as tf.SymbolicTensor;
}
