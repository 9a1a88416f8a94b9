import * as tf from '@tensorflow/tfjs';
import { twoConvolutions, upAndJoin } from './blocks.ts';

/**
 * U-Net: a path down that sees more and more of the image, and one back up that is told at each size what was seen there.
 * Nothing here says how large the image is and how many filters there are; `train.ts` does.
 *
 * Ronneberger, Fischer, Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.
 */
export function unet(size: number, classes: number, filters: number, depth = 4) {
  const image = tf.input({ shape: [size, size, 1], name: 'image' });
  const skipped: tf.SymbolicTensor[] = [];
  let x = image;
  for (let level = 0; level < depth; level++) {
    x = twoConvolutions(x, filters * 2 ** level);
    skipped.push(x);
    x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
  }
  x = twoConvolutions(x, filters * 2 ** depth);
  for (let level = depth - 1; level >= 0; level--) {
    x = upAndJoin(x, skipped[level], filters * 2 ** level);
    x = twoConvolutions(x, filters * 2 ** level);
  }
  const map = tf.layers
    .conv2d({ filters: classes, kernelSize: 1, activation: 'softmax' })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: map, name: 'unet' });
}
