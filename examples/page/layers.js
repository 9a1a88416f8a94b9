/** A 3×3 convolution that keeps the size of its input; the scripts of the page share it. */
function convolution(filters, inputShape) {
  const first = inputShape ? { inputShape } : {};
  return tf.layers.conv2d({
    ...first,
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
  });
}

function pooling() {
  return tf.layers.maxPooling2d({ poolSize: 2, strides: 2 });
}
