import type { Step } from './program.ts';
import type { ValueRange } from './value-range.ts';

/** How a tensor is looked at: `maps` of height × width, or a plain row of numbers. */
export interface MapLayout {
  readonly kind: 'maps' | 'vector';
  readonly maps: number;
  readonly height: number;
  readonly width: number;
}

/** Where map m's element i of a tensor lies: m·mapStride + i·elementStride. */
export interface TensorLayout extends MapLayout {
  readonly mapStride: number;
  readonly elementStride: number;
}

/**
 * How a step's output (batch first) is drawn. (N,H,W,C) has C maps, (N,D,H,W,C) stacks its D slices, (N,T,C) is one map with
 * a row per time, and what has no extent in space is a row of numbers. Only the first element of the batch is shown.
 */
export function layoutOf(shape: readonly number[], channelsFirst: boolean): TensorLayout {
  const sizes = shape.slice(1);
  const count = sizes.reduce((a, b) => a * b, 1);
  if (sizes.length === 2) {
    const [height = 1, width = 1] = sizes;
    return { kind: 'maps', maps: 1, height, width, mapStride: count, elementStride: 1 };
  }
  const spatial = channelsFirst ? sizes.slice(1) : sizes.slice(0, -1);
  const maps = (channelsFirst ? sizes[0] : sizes.at(-1)) ?? 1;
  const width = spatial.at(-1) ?? 1;
  const height = spatial.slice(0, -1).reduce((a, b) => a * b, 1);
  if (sizes.length < 3 || width * height === 1) {
    return { kind: 'vector', maps: 1, height: 1, width: count, mapStride: count, elementStride: 1 };
  }
  return {
    kind: 'maps',
    maps,
    height,
    width,
    mapStride: channelsFirst ? width * height : 1,
    elementStride: channelsFirst ? 1 : maps,
  };
}

/** Which steps keep their channels before the spatial axes: those that say so, and what follows them with as many axes. */
export function channelsFirstSteps(steps: readonly Step[]): readonly boolean[] {
  const result: boolean[] = [];
  for (const step of steps) {
    const said = step.attributes.dataFormat;
    const before = step.inputs[0]?.step;
    const sameRank = step.inputShapes[0]?.length === step.outputShapes[0]?.length;
    const inherited = before !== undefined && sameRank && (result[before] ?? false);
    result.push(said === 'channelsFirst' || (said !== 'channelsLast' && inherited));
  }
  return result;
}

/** Where the values of one map are. */
export function rangeOfMap({ height, width, mapStride, elementStride }: TensorLayout, map: number): ValueRange {
  return { first: map * mapStride, step: elementStride, count: height * width };
}
