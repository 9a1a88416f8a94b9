/** Operations on images: borders, sizes, and batch normalisation. */
import * as l10n from '@vscode/l10n';
import { add, type Dimension, isKnown, multiply } from '../../../../core/vocabulary/dimension.ts';
import { flagAttribute, numberAttribute } from '../node-def.ts';
import { asOperator, elementsOfTensor, type Operation, type Outcome, outcome, type Rules } from '../operation.ts';
import { numbersOf, openSizes, scalarOf, tensor } from '../tensor.ts';
import { isChannelsFirst } from './window-attributes.ts';

export const imageOperations: Rules = {
  Pad: (operation) => pad(operation, 0),
  PadV2: (operation) => pad(operation, scalarOf(operation.inputs[2])),
  MirrorPad: (operation) => pad(operation, null),
  ResizeBilinear: (operation) => resize(operation, 'bilinear'),
  ResizeNearestNeighbor: (operation) => resize(operation, 'nearest'),
  CropAndResize: ({ inputs }) => {
    const [image, boxes, , size] = inputs;
    const [height = null, width = null] = size?.values ?? [];
    return outcome([tensor([boxes?.shape?.[0] ?? null, height, width, image?.shape?.[3] ?? null])]);
  },
  FusedBatchNorm: batchNormalisation,
  FusedBatchNormV2: batchNormalisation,
  FusedBatchNormV3: batchNormalisation,
};

function pad(operation: Operation, constant: Dimension): Outcome {
  const [input, border] = operation.inputs;
  const shape = input?.shape ?? null;
  const pads = numbersOf(border);
  if (shape === null || pads === null) {
    const [listed = null] = border?.shape ?? [];
    const rank = shape?.length ?? (isKnown(listed) && listed <= 8 ? listed : null);
    return outcome([tensor(rank === null ? null : openSizes(rank))], { why: l10n.t('the border is not known') });
  }
  const made = outcome([
    tensor(shape.map((size, axis) => add(add(size, pads[2 * axis] ?? 0), pads[2 * axis + 1] ?? 0))),
  ]);
  const inSpace = shape.length === 4 && [0, 1, 6, 7].every((at) => pads[at] === 0);
  if (!inSpace) return made;
  const padding = [pads.slice(2, 4), pads.slice(4, 6)];
  const alike = asOperator(operation, 'zeroPadding2d', { padding });
  return { ...made, reach: alike.reach, ...(constant === 0 && alike.same ? { same: alike.same } : {}) };
}

function resize(operation: Operation, interpolation: 'bilinear' | 'nearest'): Outcome {
  const { def, inputs } = operation;
  const [input, size] = inputs;
  const [own = null, height = null, width = null, channels = null] = input?.shape ?? openSizes(4);
  const [newHeight = null, newWidth = null] = size?.values ?? [];
  const image = tensor([own, newHeight, newWidth, channels]);
  const why = size?.values ? undefined : l10n.t('the new size is not known');
  const otherOps = interpolation === 'nearest' ? 0 : multiply(9, elementsOfTensor(image));
  const made = outcome([image], { cost: { otherOps }, why });
  const alignCorners = flagAttribute(def, 'align_corners');
  const halfPixels = flagAttribute(def, 'half_pixel_centers');
  if (!isKnown(newHeight) || !isKnown(newWidth)) return made;
  const factors = [factorOf(height, newHeight), factorOf(width, newWidth)];
  // Repeated pixels are the same whether positions count from corners or centres.
  if (!alignCorners && (!halfPixels || interpolation === 'nearest') && factors.every((factor) => factor !== null)) {
    return { ...made, ...asOperator(operation, 'upSampling2d', { size: factors, interpolation }) };
  }
  if (halfPixels) return made;
  const raw = { height: newHeight, width: newWidth, interpolation, cropToAspectRatio: !alignCorners };
  return { ...made, ...asOperator(operation, 'resizing', raw) };
}

function factorOf(from: Dimension, to: number): number | null {
  return isKnown(from) && from > 0 && to % from === 0 ? to / from : null;
}

function batchNormalisation(operation: Operation): Outcome {
  const { def, inputs } = operation;
  const isFrozen = !flagAttribute(def, 'is_training') && inputs.slice(1, 5).every(({ constant }) => constant !== null);
  const epsilon = numberAttribute(def, 'epsilon') ?? 0.001;
  const weights = { gamma: 1, beta: 2, moving_mean: 3, moving_variance: 4 };
  const raw = { axis: isChannelsFirst(def) ? 1 : -1, epsilon };
  const made = asOperator(operation, 'batchNormalization', raw, { weights, runs: isFrozen });
  const statistics = tensor(inputs[3]?.shape ?? null);
  return { ...made, outputs: [...made.outputs, ...Array.from({ length: 5 }, () => statistics)] };
}
