import * as tf from '@tensorflow/tfjs';

/** Two 3×3 convolutions without padding: the map loses two rows and columns in each. */
export function twoConvolutions(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  for (let step = 0; step < 2; step++) {
    x = tf.layers
      .conv2d({ filters, kernelSize: 3, activation: 'relu' })
      .apply(x) as tf.SymbolicTensor;
  }
  return x;
}

/** Doubles the map, and puts the middle of an earlier one beside it. */
export function upAndJoin(x: tf.SymbolicTensor, earlier: tf.SymbolicTensor, filters: number) {
  const up = tf.layers
    .conv2dTranspose({ filters, kernelSize: 2, strides: 2 })
    .apply(x) as tf.SymbolicTensor;
  const border = (earlier.shape[1]! - up.shape[1]!) / 2;
  const middle = tf.layers
    .cropping2D({
      cropping: [
        [border, border],
        [border, border],
      ],
    })
    .apply(earlier) as tf.SymbolicTensor;
  return tf.layers.concatenate().apply([middle, up]) as tf.SymbolicTensor;
}
