import { type Axis, gatherAxes, spatial, unpoolingAxes } from '../reference/geometry.ts';
import { flag, number, numbers } from '../reference/kernel.ts';
import { windowCounts } from '../reference/pooling.ts';
import { type Family, type How, plainSum } from './summands.ts';
import { allTaps, gatheringTaps, ownTap, rectangleTaps, scatteringTaps } from './taps.ts';

/** Of one channel by itself. */
function ofOwnMap(how: How, map: number) {
  return { ...plainSum, how, first: map, channels: 1, weightAt: null, bias: null } as const;
}

export function pooling(rank: 1 | 2 | 3, how: How): Family {
  return (step, _, { pixel, map }) => {
    const axes = gatherAxes(step, 'poolSize', rank);
    const counts = how === 'mean' ? windowCounts(axes, 1, flag(step, 'countIncludePad', false)) : null;
    const power = how === 'norm' ? number(step, 'p', 2) : 1;
    return { ...ofOwnMap(how, map), axes, taps: gatheringTaps(axes, pixel), divisor: counts?.[pixel] ?? 1, power };
  };
}

export function globalPooling(how: How): Family {
  return (step, _, { map }) => {
    const taps = allTaps(step.inputShapes[0].slice(1, -1));
    return { ...ofOwnMap(how, map), axes: null, taps, divisor: taps.places.length };
  };
}

/** Window i of o spans ⌊i·n/o⌋ … ⌈(i + 1)·n/o⌉. */
export function adaptivePooling(how: How): Family {
  return (step, _, { pixel, map }) => {
    const [rows, columns] = numbers(step, 'outputSize', 2);
    const [, height, width] = step.inputShapes[0];
    const span = (at: number, of: number, size: number) =>
      [Math.floor((at * size) / of), Math.ceil(((at + 1) * size) / of)] as const;
    const [top, bottom] = span(Math.floor(pixel / columns), rows, height);
    const [left, right] = span(pixel % columns, columns, width);
    const taps = rectangleTaps({ top, left, height: bottom - top, width: right - left }, width);
    return { ...ofOwnMap(how, map), axes: null, taps, divisor: taps.places.length };
  };
}

/** The coefficient of the map at every tap. */
export const trainableSubsampling: Family = (step, { coefficient, bias }, { pixel, map }) => {
  const axes = gatherAxes(step, 'poolSize', 2);
  const weightAt = () => coefficient.data[map];
  return { ...ofOwnMap('sum', map), axes, taps: gatheringTaps(axes, pixel), weightAt, bias: bias?.data[map] ?? null };
};

/** The largest of neighbouring channels at the pixel. */
export const crossChannelPooling: Family = (step, _, { pixel, map }) => {
  const size = number(step, 'poolSize');
  return { ...ofOwnMap('maximum', map), axes: null, taps: ownTap(pixel), first: map * size, channels: size };
};

/** What the switches send here: the last one that names the pixel counts, as it is written last. */
export const maxUnpooling: Family = (step, _, { pixel, map }, read) => {
  const [, rows, columns] = step.inputShapes[0];
  let from = -1;
  for (let place = 0; place < rows * columns; place++) if (read(1, place, map) === pixel) from = place;
  return { ...ofOwnMap('copy', map), axes: null, taps: ownTap(from) };
};

/** Every value in equal parts over its window: a pixel gets its share of those whose windows hold it. */
export const averageUnpooling: Family = (step, _, { pixel, map }) => {
  const pooled = unpoolingAxes(step);
  const counts = windowCounts(pooled, 1, false);
  const [, height, width] = pooled.map((axis): Axis => ({ ...axis, input: axis.output, output: axis.input }));
  const axes = spatial([height, width]);
  const taps = scatteringTaps(axes, pixel);
  const weightAt = (_channel: number, tap: number) => (taps.places[tap] < 0 ? 0 : 1 / counts[taps.places[tap]]);
  return { ...ofOwnMap('sum', map), scatters: true, axes, taps, weightAt };
};
