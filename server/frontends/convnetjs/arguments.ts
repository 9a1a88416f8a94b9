import { type Dimension, floorDivide, isKnown } from '../../../core/vocabulary/dimension.ts';
import type { AttributeValue } from '../../../core/vocabulary/operator.ts';

/** A definition's values by the keys as written: null where one is unknown, left out where there is none. */
export type Values = Readonly<Record<string, AttributeValue | undefined>>;

/** What a definition says in the words of the operator that computes its layer. */
export function attributesOf(type: string, values: Values): Values {
  switch (type) {
    case 'input':
      return {
        batchInputShape: [null, ...['out_sy', 'out_sx'].map((key) => volumeSize(values, key) ?? 1), depth(values)],
      };
    case 'conv':
      return { ...window(values, 'kernelSize', 1), filters: values.filters };
    case 'pool':
      return window(values, 'poolSize', 2);
    case 'fc':
      return { units: values.num_neurons ?? values.filters ?? values.num_classes };
    case 'sigmoid':
    case 'tanh':
      return { activation: type };
    case 'maxout':
      return { poolSize: values.group_size ?? 2 };
    case 'dropout':
      return { rate: values.drop_prob ?? 0.5 };
    case 'lrn':
      return normalisation(values);
    case 'softmax':
      return { axis: -1 };
    case 'svm':
    case 'regression':
      // Losses: they hand on what they are given.
      return { activation: 'linear' };
    default:
      return {};
  }
}

/** Spellings of the input's sizes, those of older versions first; the last that is there counts. */
const sizes: Readonly<Record<string, readonly string[]>> = {
  out_sx: ['in_sx', 'out_sx', 'sx', 'width'],
  out_sy: ['in_sy', 'out_sy', 'sy', 'height'],
  out_depth: ['in_depth', 'out_depth', 'depth'],
};

function volumeSize(values: Values, key: string): AttributeValue | undefined {
  return sizes[key]!.map((name) => values[name]).findLast((value) => value !== undefined);
}

function depth(values: Values): AttributeValue {
  return volumeSize(values, 'out_depth') ?? null;
}

/** `sx` is the width and, unless there is an `sy`, the height. */
function window({ sx, sy = sx, stride, pad }: Values, size: string, step: number): Values {
  const isSquare = sx === sy || sx === undefined || sy === undefined;
  return {
    [size]: isSquare ? sx : [sy, sx],
    strides: stride === undefined ? step : stride,
    padding: pad,
  };
}

/** ConvNetJS divides alpha by the window's size; the operator takes the factor of the sum itself. */
function normalisation({ n, k, alpha, beta }: Values): Values {
  const reach = toDimension(n);
  const factor = toDimension(alpha);
  return {
    depthRadius: n === undefined ? undefined : floorDivide(reach, 2),
    bias: k,
    alpha: isKnown(factor) && isKnown(reach) ? factor / reach : alpha === undefined ? undefined : null,
    beta,
  };
}

function toDimension(value: AttributeValue | undefined): Dimension {
  return typeof value === 'number' ? value : null;
}
