/** What facts and engines say in words, with the figures kept apart so that an editor can say it in its language. */

export type ToldWords = (typeof toldWords)[number];

/** A text of a fact. `{0}` and `{1}` in its words stand for the values, which may be texts themselves. */
export interface Told {
  readonly words: ToldWords;
  readonly values: readonly (string | Told)[];
}

export function told(words: ToldWords, ...values: readonly (string | number | Told)[]): Told {
  return { words, values: values.map((value) => (typeof value === 'number' ? String(value) : value)) };
}

/** In English. */
export function printTold({ words, values }: Told): string {
  return words.replace(/\{(\d)\}/g, (_, at) => {
    const value = values[at] ?? '';
    return typeof value === 'string' ? value : printTold(value);
  });
}

/** All that facts and engines may say. */
export const toldWords = [
  '{0}',
  // What the value of an argument should have been.
  'true or false',
  'a number',
  'a number from {0} to {1}',
  'an integer',
  'a positive integer',
  'an integer of at least {0}',
  'a list, each {0}',
  '{0}, or {1} of them',
  '{0}, a number, one per axis, or [before, after] per axis',
  'a list of sizes, without the batch',
  'a list of lists of indices',
  'a layer',
  'a layer in at most {0} others',
  'a list of layers',
  'an axis, an integer that may count from the end (−1 is the last)',
  'an axis of the input, from {0} to {1}',
  'one of {0}',
  'each of 1 to {0} once',
  'at most one size to be worked out (−1)',
  'channels of the input, from 0 to {0}',
  'the length of the input, {0}',
  'a size that pools to {0}',
  'the name of a function; {0} is a layer, so put {1} behind this one',
  'false: convolutional recurrent layers cannot be unrolled',
  'false: TensorFlow.js has only the GRU that resets before',
  'the depthwise and pointwise keys instead',
  'a fraction between 0 and 1, or TensorFlow.js drops nothing',
  "one of 'valid', 'same'; here TensorFlow.js takes it for 'valid'",
  '[rows, columns]; TensorFlow.js computes NaN sizes from a single number',
  '1: TensorFlow.js has no other ELU layer',
  // Why an argument is ignored.
  '{0} has no such argument',
  'TensorFlow.js has no grouped convolution: every filter sees every channel',
  'TensorFlow.js always removes the pooled axes',
  'TensorFlow.js derives the output size from strides and padding alone',
  'TensorFlow.js does not dilate a transposed convolution',
  'TensorFlow.js does not dilate a depthwise convolution',
  'TensorFlow.js initialises the pointwise kernel with depthwiseInitializer',
  'a depthwise convolution makes depthMultiplier channels of every input channel',
  'the kernel is called depthwise',
  'TensorFlow.js has no leak in its ReLU layer',
  'TensorFlow.js has no threshold in its ReLU layer',
  'TensorFlow.js calls the slope alpha',
  // How many inputs a layer takes, and of which rank.
  'one input',
  'one input, or one and {0} initial states',
  'two inputs',
  'two inputs, values and switches',
  'at least two inputs',
  '{0} inputs',
  '{0} dimensions',
  '{0} dimensions (batch, features)',
  '{0} dimensions (batch, steps, features)',
  '{0} dimensions (batch, steps, channels)',
  '{0} dimensions (batch, steps, steps, channels)',
  '{0} dimensions (batch, height, width, channels)',
  '{0} dimensions (batch, steps, height, width, channels)',
  '{0} dimensions (batch, depth, height, width, channels)',
  '{0} dimensions (batch, steps, depth, height, width, channels)',
  'at least {0} dimensions',
  'at least {0} dimensions (batch, steps, …)',
  'at least {0} dimensions: there is nothing to flatten in (batch, features)',
  // Why shapes do not fit.
  'the slice ends outside its input',
  'the parts do not add up to the whole',
  // Why a model, or a layer of it, cannot be run.
  'a size that the model does not name',
  "The input '{0}' takes {1}: give it sizes to run the model.",
  "The input '{0}' takes {1} and was given {2}.",
  'The model has {0} inputs and was given sizes for {1}.',
  "Up to '{0}' the model needs {1}, more than the {2} that a run may take.",
  'Nothing can be computed: {0}',
  '{0} {1}',
  '{0}, {1}',
  '{0} bytes',
  "'{0}' is a {1}, which is not known.",
  "'{0}' is a {1}, which is not known ({2}).",
  "There is no kernel for '{0}' ({1}).",
  "The argument '{0}' of '{1}' is not known.",
  "The sizes of '{0}' are not known ({1}).",
  "'{0}' skips masked steps of its input, and masks are not computed.",
  "'{0}' cannot be applied here: {1}.",
  'invalid argument',
  'missing argument',
  'missing config',
  'ignored argument',
  'groups divide channels',
  'empty output',
  'stride with dilation',
  'shape mismatch',
  'rank mismatch',
  'input count',
  'reshape size',
  'unsupported layer',
  'unknown factory',
  // What is wrong with stored weights.
  "The weights file '{0}' is missing.",
  "The weights files {0} end {1} bytes before the end of '{2}'.",
  'The weights files {0} have {1} bytes more than their weights.',
  "The weight '{0}' is stored as {1}, which cannot be read.",
  "The weight '{0}' of '{1}' is not among the stored ones.",
  "The weight '{0}' is {1}, and '{2}' needs {3}.",
  "The stored weight '{0}' belongs to no layer.",
  // Why an engine leaves a layer, or a part of it, to another.
  'several filters per channel',
  'a depthwise kernel of more than {0} taps',
  'activation {0}',
  'inputs of different shapes',
  'an average over padding',
  'no kernel for {0}',
  'PReLU without slopes',
  'slopes shared along one spatial axis only',
  'a softmax over other axes than the last',
  'bilinear interpolation',
  'unknown axes',
  'an average that counts the padding',
  'inputs repeated along one spatial axis only',
  'concatenation of batches',
  'more than {0} inputs',
  'normalisation of other axes than the last',
  'no shader for {0}',
  'weights of {0}, and the GPU binds {1}',
  'normalisation of another axis than the last',
  'a dilated transposed convolution',
  'channels come first',
] as const;
