import type { AttributeValue, Shape } from '../../../../core/vocabulary/operator.ts';
import { integersAttribute, type NodeDef, textAttribute } from '../node-def.ts';

/** Attributes of windows, by the names that the operators have for them. */
export type WindowAttributes = Readonly<Record<string, AttributeValue>>;

/** Whether channels come first: NCHW, NCDHW. */
export function isChannelsFirst(def: NodeDef): boolean {
  return (textAttribute(def, 'data_format') ?? 'NHWC').startsWith('NC');
}

export function dataFormat(def: NodeDef): 'channelsFirst' | 'channelsLast' {
  return isChannelsFirst(def) ? 'channelsFirst' : 'channelsLast';
}

/** The spatial part of a list with one number per axis of the tensor, such as `strides` [1, 2, 2, 1]; ones if absent. */
export function spatialAttribute(def: NodeDef, key: string, rank: number): readonly (number | null)[] {
  const all = integersAttribute(def, key);
  if (all === null || all.length === 0) return Array.from({ length: rank }, () => 1);
  const start = isChannelsFirst(def) ? 2 : 1;
  return Array.from({ length: rank }, (_, axis) => all[start + axis] ?? null);
}

/** True where a window would also step over examples or channels, which no runtime does. */
export function leavesSpace(def: NodeDef, key: string): boolean {
  const all = integersAttribute(def, key) ?? [];
  return all.length > 0 && (all[0] !== 1 || all[isChannelsFirst(def) ? 1 : all.length - 1] !== 1);
}

/** `valid`, `same`, or [before, after] per axis from `explicit_paddings`; null when it is none of them. */
export function paddingAttribute(def: NodeDef, rank: number): AttributeValue {
  const mode = textAttribute(def, 'padding');
  if (mode === 'SAME') return 'same';
  if (mode === 'VALID') return 'valid';
  const pads = integersAttribute(def, 'explicit_paddings') ?? [];
  if (mode !== 'EXPLICIT' || pads.length !== 2 * (rank + 2)) return null;
  const start = isChannelsFirst(def) ? 2 : 1;
  return Array.from({ length: rank }, (_, axis) => [pads[2 * (start + axis)]!, pads[2 * (start + axis) + 1]!]);
}

/** The channels of (N, …, C) or (N, C, …). */
export function channelsOf(def: NodeDef, shape: Shape | null): Shape[number] {
  return (isChannelsFirst(def) ? shape?.[1] : shape?.at(-1)) ?? null;
}
