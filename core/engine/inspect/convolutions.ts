import type { Step } from '../program.ts';
import { type Axes, gatherAxes, scatterAxes } from '../reference/geometry.ts';
import { flag, number, type Weights } from '../reference/kernel.ts';
import { placesOf } from '../reference/unshared-conv.ts';
import type { OutputPlace } from './output-place.ts';
import { type Family, plainSum, type Summands } from './summands.ts';
import { gatheringTaps, ownTap, scatteringTaps } from './taps.ts';

export function convolution(rank: 1 | 2 | 3): Family {
  return (step, { kernel, bias }, { pixel, map }) => {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const { channels, filters, group } = grouped(step, map);
    const turn = turned(step, axes);
    return {
      ...plainSum,
      axes,
      taps: gatheringTaps(axes, pixel),
      first: group * channels,
      channels,
      weightAt: (channel, tap) => kernel.data[(turn(tap) * channels + channel) * filters + map],
      bias: bias?.data[map] ?? null,
    };
  };
}

export function transposed(rank: 1 | 2 | 3): Family {
  return (step, { kernel, bias }, { pixel, map }) => {
    const axes = scatterAxes(step, rank);
    const { channels, filters, group, groups } = grouped(step, map);
    const groupFilters = filters / groups;
    const all = channels * groups;
    const turn = turned(step, axes);
    const own = map % groupFilters;
    return {
      ...plainSum,
      scatters: true,
      axes,
      taps: scatteringTaps(axes, pixel),
      first: group * channels,
      channels,
      weightAt: (channel, tap) => kernel.data[(turn(tap) * groupFilters + own) * all + group * channels + channel],
      bias: bias?.data[map] ?? null,
    };
  };
}

export function depthwise(rank: 1 | 2): Family {
  return (step, { depthwise_kernel: kernel, bias }, { pixel, map }) => {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const { all, filters } = grouped(step, map);
    const turn = turned(step, axes);
    return {
      ...plainSum,
      axes,
      taps: gatheringTaps(axes, pixel),
      first: Math.floor(map / (filters / all)),
      channels: 1,
      weightAt: (_, tap) => kernel.data[turn(tap) * filters + map],
      bias: bias?.data[map] ?? null,
    };
  };
}

/** A kernel per position, or a few of them in turn. */
export function unshared(rank: 1 | 2): Family {
  return (step, { kernel, bias }, { pixel, map }) => {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const { all, filters } = grouped(step, map);
    const [rows, columns] = placesOf(step, axes);
    const place = (Math.floor(pixel / axes[2].output) % rows) * columns + ((pixel % axes[2].output) % columns);
    const taps = gatheringTaps(axes, pixel);
    const turn = turned(step, axes);
    return {
      ...plainSum,
      axes,
      taps,
      first: 0,
      channels: all,
      weightAt: (channel, tap) =>
        kernel.data[((place * taps.places.length + turn(tap)) * all + channel) * filters + map],
      bias: bias?.data[place * filters + map] ?? null,
    };
  };
}

export function dense(step: Step, { kernel, bias }: Weights, { pixel, map }: OutputPlace): Summands {
  const { all, filters } = grouped(step, map);
  return {
    ...plainSum,
    axes: null,
    taps: ownTap(pixel),
    first: 0,
    channels: all,
    weightAt: (channel) => kernel.data[channel * filters + map],
    bias: bias?.data[map] ?? null,
  };
}

/** Channels of one group, filters of all, and in which group a map is. */
export function grouped(step: Step, map: number) {
  const all = step.inputShapes[0].at(-1) ?? 1;
  const filters = step.outputShapes[0].at(-1) ?? 1;
  const groups = number(step, 'groups', 1);
  return { all, channels: all / groups, filters, groups, group: Math.floor(map / (filters / groups)) };
}

/** The kernel's tap that a window's tap meets: the other way round where the layer flips its kernel. */
export function turned(step: Step, [depth, height, width]: Axes): (tap: number) => number {
  const last = depth.kernel * height.kernel * width.kernel - 1;
  return flag(step, 'flip', false) ? (tap) => last - tap : (tap) => tap;
}
