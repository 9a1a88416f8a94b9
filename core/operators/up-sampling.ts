/** Maps enlarged by whole factors along one, two or three axes. One function makes the three. */

import { dimensionsOf, textOf } from '../vocabulary/attribute-values.ts';
import * as rows from '../vocabulary/common-attributes.ts';
import { elementwiseCost, NO_COST } from '../vocabulary/cost.ts';
import { add, multiply, printDimension } from '../vocabulary/dimension.ts';
import type { Attributes, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { phrase } from '../vocabulary/phrase.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import { windowed } from '../vocabulary/windowed.ts';

export const upSampling1d = upSampling(1);
export const upSampling2d = upSampling(2);
export const upSampling3d = upSampling(3);

function upSampling(rank: 1 | 2 | 3): Operator {
  return {
    name: `upSampling${rank}d`,
    title: `${rank}-D up-sampling`,
    doc: 'Enlarges every map by a whole factor, by repeating values or by interpolating between them. Followed by a convolution it is the alternative to a transposed convolution that leaves no checkerboard.',
    source: 'Odena et al., Deconvolution and Checkerboard Artifacts, Distill 2016',
    family: 'shape',
    action: 'resampling',
    passesOffsets: true,
    attributes: {
      size: { kind: 'sizes', rank, default: 2, doc: 'Factor along each spatial axis.' },
      interpolation: {
        kind: 'choice',
        choices: rank === 2 ? ['nearest', 'bilinear'] : ['nearest'],
        default: 'nearest',
        doc: "'nearest' repeats values, 'bilinear' blends the four around a position.",
      },
      dataFormat: rows.dataFormat,
    },
    ...windowed({ rank, windows: (attributes, input) => enlargingWindows(rank, attributes, input) }),
    weights: () => [],
    // A bilinear value is three linear blends of a difference, a product and a sum each.
    cost: (attributes, _, outputs) =>
      textOf(attributes, 'interpolation') === 'bilinear' ? elementwiseCost(outputs[0], 9) : NO_COST,
    summary: (attributes) => [phrase('by {0}', dimensionsOf(attributes, 'size', rank).map(printDimension).join('×'))],
  };
}

/**
 * Repeating values f times is scattering with a kernel of f ones and stride f. Interpolating blends the value
 * before a position with the one after, which a kernel of 2·f that reaches f further describes.
 */
function enlargingWindows(rank: number, attributes: Attributes, input: Shape): readonly WindowAxis[] {
  const factors = dimensionsOf(attributes, 'size', rank);
  const blends = textOf(attributes, 'interpolation') === 'bilinear';
  return splitMaps(input, attributes).spatial.map((size, axis) => {
    const factor = factors[axis]!;
    const output = multiply(size, factor);
    const kernel = blends ? add(factor, factor) : factor;
    return {
      input: size,
      kernel,
      stride: factor,
      dilation: 1,
      padBegin: blends ? factor : 0,
      padEnd: 0,
      output,
      transposed: true,
    };
  });
}
