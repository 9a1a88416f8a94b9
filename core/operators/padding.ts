/** Zero padding and cropping of maps. Both are windows of one tap whose padding is positive or negative. */

import * as rows from '../vocabulary/common-attributes.ts';
import { NO_COST } from '../vocabulary/cost.ts';
import { multiply } from '../vocabulary/dimension.ts';
import type { Attributes, AttributeValue, Operator, Shape, WindowAxis } from '../vocabulary/operator.ts';
import { type Phrase, phrase } from '../vocabulary/phrase.ts';
import { splitMaps } from '../vocabulary/shape.ts';
import { axisPaddings, windowAxis } from '../vocabulary/window.ts';
import { windowed } from '../vocabulary/windowed.ts';

export const zeroPadding1d = bordering('zeroPadding', 1);
export const zeroPadding2d = bordering('zeroPadding', 2);
export const zeroPadding3d = bordering('zeroPadding', 3);
export const cropping1d = bordering('cropping', 1);
export const cropping2D = { ...bordering('cropping', 2), name: 'cropping2D' };
export const cropping3d = bordering('cropping', 3);

function bordering(kind: 'zeroPadding' | 'cropping', rank: 1 | 2 | 3): Operator {
  const pads = kind === 'zeroPadding';
  const attribute = pads ? 'padding' : 'cropping';
  const windows = (attributes: Attributes, input: Shape): readonly WindowAxis[] =>
    borderWindows(attributes[attribute], pads ? 1 : -1, splitMaps(input, attributes).spatial);
  return {
    name: `${kind}${rank}d`,
    title: pads ? `${rank}-D zero padding` : `${rank}-D cropping`,
    doc: pads
      ? 'Adds rows and columns of zeros around every map.'
      : 'Cuts rows and columns off the borders of every map.',
    family: 'shape',
    action: kind === 'zeroPadding' ? 'padding' : 'moving',
    attributes: {
      [attribute]: {
        kind: 'padding',
        rank,
        choices: [],
        ...(pads ? { default: 1 } : { required: true }),
        doc: `How much to ${pads ? 'add' : 'cut off'}: one number, one per axis, or [before, after] per axis.`,
      },
      dataFormat: rows.dataFormat,
    },
    ...windowed({ rank, windows }),
    weights: () => [],
    cost: () => NO_COST,
    summary: (attributes) => summariseBorder(attributes[attribute]),
  };
}

function borderWindows(value: AttributeValue | undefined, sign: 1 | -1, spatial: Shape): readonly WindowAxis[] {
  const paddings = axisPaddings(value, spatial.length);
  return spatial.map((input, axis) => {
    const padding = paddings[axis] ?? null;
    if (padding === null || typeof padding === 'string') return windowAxis({ input, kernel: 1, padding: null });
    return windowAxis({ input, kernel: 1, padding: [multiply(sign, padding[0]), multiply(sign, padding[1])] });
  });
}

function summariseBorder(value: AttributeValue | undefined): readonly Phrase[] {
  if (typeof value === 'number') return [phrase('{0} on each side', value)];
  if (!Array.isArray(value)) return [];
  const borders = value.map((part) => (Array.isArray(part) ? part.join('+') : `${part ?? '?'}`));
  return [phrase('{0}', borders.join(' × '))];
}
