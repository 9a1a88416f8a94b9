import * as tf from '@tensorflow/tfjs';

// A tour of what ConvLens catches: every squiggle below has an explanation on hover and a fix behind the light bulb.

/** TF.js accepts `groups` and drops it, and `stride` is a misspelling of `strides` that it drops as well. */
export function dropped() {
  const model = tf.sequential();
  model.add(
    tf.layers.conv2d({
      inputShape: [32, 32, 8],
      filters: 8,
      kernelSize: 3,
      stride: 2,
    } as never),
  );
  model.add(tf.layers.conv2d({ filters: 16, kernelSize: 3, groups: 3 } as never));
  return model;
}

/** A 4×4 kernel with 'same' padding adds one row before and two after: the maps shift by half a pixel. */
export function lopsided() {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 8,
        kernelSize: 4,
        padding: 'same',
        activation: 'relu',
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
    ],
  });
}

/** Four poolings leave 2×2 of a 32×32 image; a 3×3 kernel does not fit any more. */
export function nothingLeft() {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [32, 32, 3] }));
  for (let filters = 8; filters <= 64; filters *= 2) {
    model.add(
      tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(tf.layers.conv2d({ filters: 64, kernelSize: 3 }));
  return model;
}

/** A U-Net's skip that does not fit: 50 is halved to 25 and 12, and doubled to 24. */
export function offByOne() {
  const image = tf.input({ shape: [50, 50, 3] });
  const fine = tf.layers.maxPooling2d({ poolSize: 2 }).apply(image) as tf.SymbolicTensor;
  const coarse = tf.layers.maxPooling2d({ poolSize: 2 }).apply(fine) as tf.SymbolicTensor;
  const up = tf.layers.upSampling2d({ size: [2, 2] }).apply(coarse) as tf.SymbolicTensor;
  const joined = tf.layers.concatenate().apply([fine, up]) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: joined });
}
