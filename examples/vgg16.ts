import * as tf from '@tensorflow/tfjs';

/** Convolutions per block, and their filters. A 2×2 pooling ends each block. */
const BLOCKS = [
  { convs: 2, filters: 64 },
  { convs: 2, filters: 128 },
  { convs: 3, filters: 256 },
  { convs: 3, filters: 512 },
  { convs: 3, filters: 512 },
];

/**
 * VGG-16: nothing but 3×3 convolutions, doubled in width whenever pooling halves the image.
 * 138,357,544 parameters, nine tenths of them in the classifier; 15,470,264,320 MACs, nearly all before it.
 *
 * Simonyan, Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.
 */
export function vgg16(size = 224, classes = 1000) {
  const model = tf.sequential({ name: 'vgg16' });
  model.add(tf.layers.inputLayer({ inputShape: [size, size, 3] }));

  BLOCKS.forEach(({ convs, filters }, block) => {
    for (let i = 1; i <= convs; i++) {
      const name = `conv${block + 1}_${i}`;
      model.add(
        tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name }),
      );
    }
    model.add(tf.layers.maxPooling2d({ poolSize: 2, strides: 2, name: `pool${block + 1}` }));
  });

  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 4096, activation: 'relu', name: 'fc6' }));
  model.add(tf.layers.dropout({ rate: 0.5 }));
  model.add(tf.layers.dense({ units: 4096, activation: 'relu', name: 'fc7' }));
  model.add(tf.layers.dropout({ rate: 0.5 }));
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', name: 'fc8' }));
  return model;
}
