import type { Layer } from '../../core/graph/node.ts';

/**
 * Whether a program makes the layer anew each time that it runs. In a saved model the layer comes with its weights, so
 * that advice to design it otherwise comes too late.
 */
export function isDesignedHere({ source }: Layer): boolean {
  return source?.syntax === 'javascript';
}

/** Whether TensorFlow.js has to run the layer, with its limits; ConvLens's own layers have none of them, and Keras has others. */
export function isForTensorFlow({ source }: Layer): boolean {
  return source?.vocabulary !== 'native' && source?.vocabulary !== 'keras';
}

/** Whether a program makes the layer through `tf.layers`, whose constructors judge what they are given. */
export function isMadeByProgram({ source }: Layer): boolean {
  return source?.syntax === 'javascript' && source.vocabulary === undefined;
}

/** Whether Keras runs the layer. */
export function isForKeras({ source }: Layer): boolean {
  return source?.vocabulary === 'keras';
}

/** Whether a size that an input layer names is one that its author leaves open; a saved model has no names of its own. */
export function isLeftOpen({ source, openAxes }: Layer, axis: number): boolean {
  const isSaved = source?.syntax === 'json' && source.vocabulary !== 'native';
  return isSaved || (openAxes?.includes(axis) ?? false);
}
