import * as l10n from '@vscode/l10n';
import type { ReceptiveField } from '../../core/graph/analysis.ts';
import { isKnown } from '../../core/vocabulary/dimension.ts';

/** Rows and columns of the input image, ends inclusive and inside the image. */
export interface Region {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * What output pixel (row, column) reads of an image of `height` × `width`: on each axis `size` pixels from
 * index·stride − padding on, without what lies in the padding. Null where the field is not known.
 */
export function receptiveRegion(
  field: ReceptiveField,
  row: number,
  column: number,
  height: number,
  width: number,
): Region | null {
  if (field.status === 'whole-input') return { top: 0, bottom: height - 1, left: 0, right: width - 1 };
  if (field.status === 'unknown' || field.size.length !== 2) return null;
  const rows = reads(field, 0, row, height);
  const columns = reads(field, 1, column, width);
  return rows && columns ? { top: rows[0], bottom: rows[1], left: columns[0], right: columns[1] } : null;
}

function reads(field: ReceptiveField, axis: number, index: number, extent: number): [number, number] | null {
  const [size, stride, padding] = [field.size[axis], field.stride[axis], field.padding[axis]].map((x) => x ?? null);
  if (!isKnown(size ?? null) || !isKnown(stride ?? null) || !isKnown(padding ?? null)) return null;
  const first = index * Number(stride) - Number(padding);
  const last = first + Number(size) - 1;
  // Transposed convolutions have fractional strides: the pixels touched are those from the floor to the ceiling.
  const clamp = (x: number) => Math.max(0, Math.min(extent - 1, x));
  return [clamp(Math.floor(first)), clamp(Math.ceil(last))];
}

/** `reads rows 66–68, columns 116–118 of the image`. */
export function regionText(region: Region | null, height: number, width: number): string {
  if (!region) return l10n.t('what it reads of the image is not known');
  const whole = region.top === 0 && region.left === 0 && region.bottom === height - 1 && region.right === width - 1;
  if (whole) return l10n.t('reads the whole image');
  return l10n.t(
    'reads rows {0}, columns {1} of the image',
    span(region.top, region.bottom),
    span(region.left, region.right),
  );
}

function span(from: number, to: number): string {
  return from === to ? String(from) : `${from}–${to}`;
}
