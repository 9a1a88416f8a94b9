/**
 * How other tools count, as data: each row says what one kind of work counts as. Two tools differ where their rows do.
 */

/** What a tool may count, or leave out. */
export const countedWork = [
  'convolution',
  'volume convolution',
  'transposed convolution',
  'fully connected',
  'recurrent',
  'product of inputs',
  'bias of a convolution',
  'bias of a fully connected layer',
  'batch normalisation',
  'other normalisation',
  'rectifier',
  'GELU or PReLU',
  'sigmoid or tanh',
  'softmax',
  'other activation',
  'pooling',
  'volume pooling',
  'global average',
  'global maximum',
  'merging',
  'up-sampling',
  'other',
] as const;

export type CountedWork = (typeof countedWork)[number];

/** What the number of operations is proportional to. */
export type CountedPer =
  | 'multiply-add'
  /** Of a transposed convolution: the taps of every output position over the stride, as its adjoint is counted. */
  | 'tap per stride'
  | 'output element'
  | 'input element'
  /** Output elements · elements of the window. */
  | 'window element'
  /** Output elements · (inputs − 1). */
  | 'pair of inputs'
  | 'output channel';

/** So many operations for each; `nothing` is left out; `unknown` is counted in a way that cannot be had from a graph. */
export type Count = readonly [times: number, per: CountedPer] | 'nothing' | 'unknown';

export interface CountingView {
  readonly title: string;
  /** What the tool is, and where its rules stand. */
  readonly doc: string;
  readonly source: string;
  /** Whether its parameters include those that are not trained (moving statistics of normalisations). */
  readonly parameters: 'trainable' | 'all';
  /** What it calls its operations; null when it counts none. */
  readonly unit: 'MACs' | 'FLOPs' | null;
  readonly counts: Readonly<Record<CountedWork, Count>>;
}

const nothing: Readonly<Record<CountedWork, Count>> = {
  convolution: 'nothing',
  'volume convolution': 'nothing',
  'transposed convolution': 'nothing',
  'fully connected': 'nothing',
  recurrent: 'nothing',
  'product of inputs': 'nothing',
  'bias of a convolution': 'nothing',
  'bias of a fully connected layer': 'nothing',
  'batch normalisation': 'nothing',
  'other normalisation': 'nothing',
  rectifier: 'nothing',
  'GELU or PReLU': 'nothing',
  'sigmoid or tanh': 'nothing',
  softmax: 'nothing',
  'other activation': 'nothing',
  pooling: 'nothing',
  'volume pooling': 'nothing',
  'global average': 'nothing',
  'global maximum': 'nothing',
  merging: 'nothing',
  'up-sampling': 'nothing',
  other: 'nothing',
};

const multiplyAdds = {
  convolution: [1, 'multiply-add'],
  'volume convolution': [1, 'multiply-add'],
  'transposed convolution': [1, 'multiply-add'],
  'fully connected': [1, 'multiply-add'],
  recurrent: [1, 'multiply-add'],
  'product of inputs': [1, 'multiply-add'],
} as const satisfies Partial<Record<CountedWork, Count>>;

export const countingNames = ['convlens', 'torchvision', 'keras', 'tf-profiler', 'ptflops'] as const;

export type CountingName = (typeof countingNames)[number];

export const countingViews: Readonly<Record<CountingName, CountingView>> = {
  convlens: {
    title: 'ConvLens',
    doc: 'Multiply-adds of everything that multiplies by weights. Biases and element-wise work are counted apart.',
    source: 'the published tables of the architectures',
    parameters: 'all',
    unit: 'MACs',
    counts: { ...nothing, ...multiplyAdds },
  },
  torchvision: {
    title: 'torchvision',
    doc: 'The GFLOPS of its weights are multiply-adds of convolutions and matrix products, in units of 10⁹; its parameters are those that are trained.',
    source: 'torchvision.models, metadata of the weights',
    parameters: 'trainable',
    unit: 'MACs',
    counts: { ...nothing, ...multiplyAdds, recurrent: 'unknown' },
  },
  keras: {
    title: 'Keras',
    doc: 'Parameters only, moving statistics included; operations are not counted.',
    source: 'keras.Model.summary and keras.applications',
    parameters: 'all',
    unit: null,
    counts: nothing,
  },
  'tf-profiler': {
    title: 'tf.profiler',
    doc: 'Float operations of the graph of a Keras model: two per multiply-add, every bias, every element under the windows of poolings. Operations without a registered rule count as nothing: volumes, batch normalisation, rectifiers.',
    source: 'tensorflow/python/profiler/internal/flops_registry.py',
    parameters: 'trainable',
    unit: 'FLOPs',
    counts: {
      ...nothing,
      convolution: [2, 'multiply-add'],
      'transposed convolution': [2, 'tap per stride'],
      'fully connected': [2, 'multiply-add'],
      recurrent: 'unknown',
      'product of inputs': 'unknown',
      'bias of a convolution': [1, 'output element'],
      'bias of a fully connected layer': [1, 'output element'],
      'other normalisation': 'unknown',
      'GELU or PReLU': 'unknown',
      softmax: [5, 'output element'],
      'other activation': 'unknown',
      pooling: [1, 'window element'],
      'global average': [1, 'input element'],
      merging: [1, 'pair of inputs'],
      other: 'unknown',
    },
  },
  ptflops: {
    title: 'ptflops',
    doc: 'What it calls MACs mixes units: multiply-adds and biases as one each, a fully connected layer’s biases once for all positions, two for each normalised element, one for each rectified one, one for each element that goes into a pooling. Merging is not a module, so it is not seen.',
    source: 'ptflops, pytorch_ops.py, hooks of the modules',
    parameters: 'trainable',
    unit: 'MACs',
    counts: {
      ...nothing,
      ...multiplyAdds,
      recurrent: 'unknown',
      'product of inputs': 'unknown',
      'bias of a convolution': [1, 'output element'],
      'bias of a fully connected layer': [1, 'output channel'],
      'batch normalisation': [2, 'output element'],
      'other normalisation': [2, 'output element'],
      rectifier: [1, 'output element'],
      'GELU or PReLU': [1, 'output element'],
      pooling: [1, 'input element'],
      'volume pooling': [1, 'input element'],
      'global average': [1, 'input element'],
      'global maximum': [1, 'input element'],
      'up-sampling': [1, 'output element'],
    },
  },
};

/** A count in words: `2 per multiply-add`, `not counted`. */
export function printCount(count: Count): string {
  if (count === 'nothing') return 'not counted';
  if (count === 'unknown') return 'not known';
  const [times, per] = count;
  return `${times} per ${per}`;
}

/** Where two views disagree. */
export function countingDifferences(
  a: CountingView,
  b: CountingView,
): readonly { readonly work: CountedWork; readonly left: Count; readonly right: Count }[] {
  return countedWork
    .map((work) => ({ work, left: a.counts[work], right: b.counts[work] }))
    .filter(({ left, right }) => printCount(left) !== printCount(right));
}
