/** What `convolution` and `pooling` are is written in layers.js, and how many filters there are in index.html. */
function createModel(filters) {
  const model = tf.sequential();
  model.add(convolution(filters, [28, 28, 1]));
  model.add(pooling());
  model.add(convolution(2 * filters));
  model.add(pooling());
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}
