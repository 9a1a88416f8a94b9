/**
 * Pooling over the whole map: the largest value or the mean, of one, two or three axes. One function makes all six.
 */
import { flagOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { costOf } from '../vocabulary/cost.ts';
import { multiply, product, subtract } from '../vocabulary/dimension.ts';
import type { Operator } from '../vocabulary/operator.ts';
import { inferSingle, joinMaps, soleInput, splitMaps, UNKNOWN_SHAPE } from '../vocabulary/shape.ts';
import { MAPS } from '../vocabulary/windowed.ts';

export const globalMaxPooling1d = globalPooling('max', 1);
export const globalMaxPooling2d = globalPooling('max', 2);
export const globalMaxPooling3d = globalPooling('max', 3);
export const globalAveragePooling1d = globalPooling('average', 1);
export const globalAveragePooling2d = globalPooling('average', 2);
export const globalAveragePooling3d = globalPooling('average', 3);

function globalPooling(kind: 'max' | 'average', rank: 1 | 2 | 3): Operator {
  const word = kind === 'max' ? 'Max' : 'Average';
  return {
    name: `global${word}Pooling${rank}d`,
    title: `${rank}-D global ${kind} pooling`,
    doc: `Reduces every channel to its ${kind === 'max' ? 'largest value' : 'mean'}, so that the size of the input no longer matters.`,
    source: 'Lin et al., Network In Network, arXiv:1312.4400',
    family: 'pooling',
    takes: MAPS[rank],
    action: 'pooling',
    passesOffsets: true,
    attributes: {
      dataFormat: rows.dataFormat,
      keepDims: {
        kind: 'boolean',
        default: false,
        doc: 'Keeps the spatial axes with size 1 instead of dropping them.',
      },
    },
    infer: (attributes, inputs) =>
      inferSingle(inputs, rank + 2, (input) => {
        const { batch, channels, spatial } = splitMaps(input, attributes);
        const kept = flagOf(attributes, 'keepDims');
        const map = joinMaps({ batch, channels, spatial: spatial.map(() => 1) }, attributes);
        return { outputs: [kept === null ? UNKNOWN_SHAPE : kept ? map : [batch, channels]], facts: [] };
      }),
    weights: () => [],
    // The maximum of k values takes k − 1 comparisons; their mean k − 1 additions and a division.
    cost: (attributes, inputs) => {
      const { spatial, channels } = splitMaps(soleInput(inputs, rank + 2).input, attributes);
      const taps = product(spatial);
      return costOf({ otherOps: multiply(channels, kind === 'max' ? subtract(taps, 1) : taps) });
    },
    reach: () => 'whole',
    summary: () => [],
  };
}
