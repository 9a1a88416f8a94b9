/** Operations that take parts of a tensor. */
import * as l10n from '@vscode/l10n';
import { type Dimension, isKnown, subtract } from '../../../../core/vocabulary/dimension.ts';
import type { Shape } from '../../../../core/vocabulary/operator.ts';
import { integerAttribute, type NodeDef } from '../node-def.ts';
import { type Operation, type Outcome, outcome, type Rules, unknownOutcome } from '../operation.ts';
import { axisOf, lengthOf, openSizes, scalarOf, type Tensor, tensor } from '../tensor.ts';

export const slicings: Rules = {
  Slice: slice,
  StridedSlice: stridedSlice,
  Gather: ({ inputs }) => gather(inputs, 0, 0),
  GatherV2: ({ def, inputs }) => {
    const rank = inputs[0]?.shape?.length ?? 0;
    // A table of one axis has no other.
    const axis = rank === 1 ? 0 : axisOf(scalarOf(inputs[2]), rank);
    return gather(inputs, axis, integerAttribute(def, 'batch_dims') ?? 0);
  },
  GatherNd: gatherNd,
  // How many there are depends on the data.
  Where: ({ inputs }) => outcome([tensor([null, inputs[0]?.shape?.length ?? null])]),
  NonMaxSuppressionV2: () => outcome([chosen]),
  NonMaxSuppressionV3: () => outcome([chosen]),
  NonMaxSuppressionV4: () => outcome([chosen, tensor([])]),
  NonMaxSuppressionV5: () => outcome([chosen, chosen, tensor([])]),
};

/** Indices of the boxes that are kept; how many they are is the last output. */
const chosen: Tensor = tensor([null]);

function slice({ inputs }: Operation): Outcome {
  const [input, begin, size] = inputs;
  const rank = input?.shape?.length ?? lengthOf(begin) ?? lengthOf(size);
  if (rank === null) return unknownOutcome(l10n.t('the shape of its input is unknown'));
  const shape = Array.from({ length: rank }, (_, axis): Dimension => {
    const asked = size?.values?.[axis] ?? null;
    if (asked !== -1) return asked;
    return subtract(input?.shape?.[axis] ?? null, begin?.values?.[axis] ?? null);
  });
  const first = begin?.values?.[0] ?? null;
  const length = shape[0] ?? null;
  const values =
    rank === 1 && isKnown(first) && isKnown(length) ? (input?.values?.slice(first, first + length) ?? null) : null;
  const why = size?.values ? undefined : l10n.t('what it takes is not known');
  return outcome([tensor(shape, values)], { why });
}

/** Bits of the masks by what they say of an entry of `begin`, `end` and `strides`. */
interface Masks {
  readonly begin: number;
  readonly end: number;
  readonly ellipsis: number;
  readonly newAxis: number;
  readonly shrinkAxis: number;
}

function masksOf(def: NodeDef): Masks {
  const mask = (key: string): number => integerAttribute(def, key) ?? 0;
  return {
    begin: mask('begin_mask'),
    end: mask('end_mask'),
    ellipsis: mask('ellipsis_mask'),
    newAxis: mask('new_axis_mask'),
    shrinkAxis: mask('shrink_axis_mask'),
  };
}

/** Python's `x[1:-1:2, 0, …]`. The masks are attributes, so the rank of the result is known even where sizes are not. */
function stridedSlice({ def, inputs }: Operation): Outcome {
  const [input, begin, end, strides] = inputs;
  const shape = input?.shape ?? null;
  const entries = lengthOf(begin) ?? lengthOf(end) ?? lengthOf(strides);
  if (shape === null || entries === null) return unknownOutcome(l10n.t('the shape of its input is unknown'));
  const masks = masksOf(def);
  const made: Dimension[] = [];
  const taken: (Dimension | null)[] = [];
  let axis = 0;
  for (let entry = 0; entry < entries; entry++) {
    const bit = 1 << entry;
    if (masks.ellipsis & bit) {
      const rest = shape.length - axis - consumed(entry + 1, entries, masks);
      made.push(...shape.slice(axis, axis + Math.max(0, rest)));
      axis += Math.max(0, rest);
    } else if (masks.newAxis & bit) made.push(1);
    else {
      const size = shape[axis++] ?? null;
      const first = begin?.values?.[entry] ?? null;
      if (masks.shrinkAxis & bit) taken.push(first);
      else {
        const from = masks.begin & bit ? 'open' : first;
        const to = masks.end & bit ? 'open' : (end?.values?.[entry] ?? null);
        made.push(extent(size, from, to, strides?.values?.[entry] ?? null));
      }
    }
  }
  const result: Shape = [...made, ...shape.slice(axis)];
  const why = begin?.values && end?.values ? undefined : l10n.t('what it takes is not known');
  return outcome([tensor(result, valuesTaken(input, inputs, masks, result, taken))], { why });
}

/** Axes of the input that the entries from `first` on use up. */
function consumed(first: number, entries: number, { newAxis }: Masks): number {
  let count = 0;
  for (let entry = first; entry < entries; entry++) if (!(newAxis & (1 << entry))) count++;
  return count;
}

type Bound = Dimension | 'open';

/** How many of `size` elements lie from `from` to before `to`, `step` apart. */
function extent(size: Dimension, from: Bound, to: Bound, step: Dimension): Dimension {
  if (!isKnown(step) || step === 0) return null;
  if (from === 'open' && to === 'open') return step === 1 || step === -1 ? size : countKnown(size, from, to, step);
  if (step === 1 && to === 'open' && isKnown(from as Dimension) && Number(from) >= 0 && !isKnown(size)) {
    return subtract(size, from as Dimension);
  }
  if (step === 1 && (from === 0 || from === 'open') && isKnown(to as Dimension) && Number(to) < 0 && !isKnown(size)) {
    return subtract(size, -Number(to));
  }
  return countKnown(size, from, to, step);
}

function countKnown(size: Dimension, from: Bound, to: Bound, step: number): Dimension {
  if (!isKnown(size)) return null;
  const clamp = (at: number): number =>
    step > 0 ? Math.min(Math.max(at, 0), size) : Math.min(Math.max(at, -1), size - 1);
  const place = (bound: Bound, open: number): number | null => {
    if (bound === 'open') return open;
    return isKnown(bound) ? clamp(bound < 0 ? bound + size : bound) : null;
  };
  const first = place(from, step > 0 ? 0 : size - 1);
  const last = place(to, step > 0 ? size : -1);
  return first === null || last === null ? null : Math.max(0, Math.ceil((last - first) / step));
}

/** Elements of a vector: one, or those from one place to another. */
function valuesTaken(
  input: Tensor | undefined,
  [, begin, end, strides]: readonly Tensor[],
  masks: Masks,
  result: Shape,
  taken: readonly Dimension[],
): readonly Dimension[] | null {
  const values = input?.values;
  if (!values || input.shape?.length !== 1 || masks.newAxis || masks.ellipsis) return null;
  const at = (place: number): number => (place < 0 ? place + values.length : place);
  if (result.length === 0) {
    const [place = null] = taken;
    return isKnown(place) ? [values[at(place)] ?? null] : null;
  }
  const first = masks.begin & 1 ? 0 : (begin?.values?.[0] ?? null);
  const last = masks.end & 1 ? values.length : (end?.values?.[0] ?? null);
  if (scalarOf(strides) !== 1 || !isKnown(first) || !isKnown(last)) return null;
  return values.slice(at(first), at(last));
}

/** Rows of a table by their numbers: what an embedding does. */
function gather([table, indices]: readonly Tensor[], axis: number | null, batchAxes: number): Outcome {
  const [from, at] = [table?.shape ?? null, indices?.shape ?? null];
  if (from === null || at === null) return unknownOutcome(l10n.t('the shape of what it looks up is unknown'));
  if (axis === null) {
    const rank = Math.max(0, from.length - 1 + at.length - batchAxes);
    return outcome([tensor(openSizes(rank))], { why: l10n.t('the axis is not known') });
  }
  const place = scalarOf(indices);
  const values = from.length === 1 && at.length === 0 && isKnown(place) ? [table?.values?.[place] ?? null] : null;
  const shape = [...from.slice(0, axis), ...at.slice(Math.max(0, batchAxes)), ...from.slice(axis + 1)];
  return outcome([tensor(shape, table?.values ? values : null)], { reach: 'unknown' });
}

function gatherNd({ inputs }: Operation): Outcome {
  const [from, at] = [inputs[0]?.shape ?? null, inputs[1]?.shape ?? null];
  const depth = at?.at(-1) ?? null;
  if (from === null || at === null || !isKnown(depth))
    return unknownOutcome(l10n.t('the shape of what it looks up is unknown'));
  return outcome([tensor([...at.slice(0, -1), ...from.slice(depth)])]);
}
