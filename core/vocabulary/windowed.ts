/** What operators that slide a window over maps have in common. */
import type { Dimension } from './dimension.ts';
import { isKnown } from './dimension.ts';
import type { Attributes, Fact, Inference, Operator, Shape, Taken, WindowAxis } from './operator.ts';
import { inferSingle, joinMaps, soleInput, splitMaps } from './shape.ts';

export interface WindowedParts {
  readonly rank: 1 | 2 | 3;
  /** The windows over an input of `rank` spatial axes. */
  windows(attributes: Attributes, input: Shape): readonly WindowAxis[];
  /** Output channels from input channels; the same unless given. */
  channels?(attributes: Attributes, channels: Dimension): Dimension;
  /** What can be wrong besides the windows. */
  facts?(attributes: Attributes, channels: Dimension, windows: readonly WindowAxis[]): readonly Fact[];
}

/** What a layer of so many spatial axes is given. */
export const MAPS: Readonly<Record<1 | 2 | 3, Taken>> = { 1: 'sequence', 2: 'image', 3: 'volume' };

/** Shape and reach of an operator that slides windows. */
export function windowed(parts: WindowedParts): Pick<Operator, 'takes' | 'infer' | 'reach'> {
  const { rank } = parts;
  return {
    takes: MAPS[rank],
    infer: (attributes, inputs): Inference =>
      inferSingle(inputs, rank + 2, (input) => {
        const { batch, channels } = splitMaps(input, attributes);
        const windows = parts.windows(attributes, input);
        const spatial = windows.map((axis) => axis.output);
        const made = parts.channels?.(attributes, channels) ?? (parts.channels ? null : channels);
        const facts = [...(parts.facts?.(attributes, channels, windows) ?? []), ...emptyOutput(windows)];
        return { outputs: [joinMaps({ batch, spatial, channels: made }, attributes)], facts };
      }),
    reach: (attributes, inputs) => parts.windows(attributes, soleInput(inputs, rank + 2).input),
  };
}

/** A window that fits nowhere. An input that is empty already is not reported again. */
export function emptyOutput(windows: readonly WindowAxis[]): readonly Fact[] {
  const empty = windows.some(({ input, output }) => isKnown(output) && output < 1 && !(isKnown(input) && input < 1));
  return empty ? [{ kind: 'empty-output', axes: windows }] : [];
}

/** Steps over a dilated window skip taps; TensorFlow.js refuses to run it. */
export function stridedDilation(windows: readonly WindowAxis[]): readonly Fact[] {
  const strides = windows.map((axis) => axis.stride);
  const dilation = windows.map((axis) => axis.dilation);
  const moreThanOne = (size: Dimension): boolean => isKnown(size) && size > 1;
  const both = strides.some(moreThanOne) && dilation.some(moreThanOne);
  return both ? [{ kind: 'stride-with-dilation', strides, dilation }] : [];
}
