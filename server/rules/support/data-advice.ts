/** What makes a tensor fit, where its sizes leave no doubt. */
import * as l10n from '@vscode/l10n';
import { isKnown } from '../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../core/vocabulary/operator.ts';
import { fitsShape, type Tensor } from './given-data.ts';
import type { Fix } from './rule.ts';

export interface Advice {
  /** A sentence behind the message. */
  readonly words: string;
  /** The method that does it, as it is written behind the tensor. */
  readonly call: string;
}

/** How a tensor of one shape becomes one of the other; null where that is not certain. */
export function adviceFor(shape: Shape, wanted: Shape): Advice | null {
  const example = wanted.slice(1);
  if (fitsShape([1, ...shape], wanted, 1)) {
    return { words: l10n.t('The batch axis is missing: expandDims(0) adds it.'), call: 'expandDims(0)' };
  }
  if (shape.length > 1 && fitsShape([...shape, 1], wanted, 1)) {
    return { words: l10n.t('The last axis is missing: expandDims(-1) adds it.'), call: 'expandDims(-1)' };
  }
  if (isChannelsFirst(shape, wanted)) {
    const call = 'transpose([0, 2, 3, 1])';
    return { words: l10n.t('The channels come first: {0} puts them last.', call), call };
  }
  const [has, needs] = [sizeOf(shape.slice(1)), sizeOf(example)];
  if (has === null || has !== needs || fitsShape(shape, wanted, 1)) return null;
  const call = `reshape([-1, ${example.join(', ')}])`;
  return { words: l10n.t('As many numbers: {0} gives them these axes.', call), call };
}

/** Writes the method behind the tensor, where the text allows it. */
export function adviceFix({ place, takesCall }: Tensor, { call }: Advice): Fix[] {
  if (!takesCall) return [];
  const { end } = place.range;
  return [
    {
      title: l10n.t('Add {0}', call),
      edits: [{ file: place.file, range: { start: end, end }, newText: `.${call}` }],
      safe: false,
    },
  ];
}

function isChannelsFirst(shape: Shape, wanted: Shape): boolean {
  const [batch = null, channels = null, height = null, width = null] = shape;
  return shape.length === 4 && fitsShape([batch, height, width, channels], wanted, 1);
}

function sizeOf(shape: Shape): number | null {
  return shape.every(isKnown) ? shape.reduce<number>((product, size) => product * Number(size), 1) : null;
}
