import { gatherAxes } from '../reference/geometry.ts';
import type { Weights } from '../reference/kernel.ts';
import { connectionPlaces } from '../reference/partially-connected-conv.ts';
import { grouped, turned } from './convolutions.ts';
import { type Family, plainSum } from './summands.ts';
import { gatheringTaps } from './taps.ts';

/**
 * Several kernels one after the other with nothing between them are one kernel: what an output value takes of an input
 * value is the sum over the ways that lead from one to the other.
 */
function inTurn(
  rank: 1 | 2,
  weightOf: (weights: Weights, place: { map: number; all: number; filters: number }) => Way,
): Family {
  return (step, weights, { pixel, map }) => {
    const axes = gatherAxes(step, 'kernelSize', rank);
    const { all, filters } = grouped(step, map);
    const width = axes[2].kernel;
    const turn = turned(step, axes);
    const way = weightOf(weights, { map, all, filters });
    return {
      ...plainSum,
      combined: true,
      axes,
      taps: gatheringTaps(axes, pixel),
      first: 0,
      channels: all,
      weightAt: (channel, tap) => way(channel, Math.floor(turn(tap) / width), turn(tap) % width),
      bias: weights.bias?.data[map] ?? null,
    };
  };
}

type Way = (channel: number, row: number, column: number) => number;

/** Depthwise, then pointwise. */
export function separable(rank: 1 | 2): Family {
  return inTurn(rank, ({ depthwise_kernel: depthwise, pointwise_kernel: pointwise }, { map, all, filters }) => {
    const multiplier = depthwise.shape.at(-1) ?? 1;
    const width = depthwise.shape[rank - 1];
    return (channel, row, column) => {
      let sum = 0;
      for (let m = 0; m < multiplier; m++) {
        const middle = channel * multiplier + m;
        const own = depthwise.data[(row * width + column) * all * multiplier + middle];
        sum += own * pointwise.data[middle * filters + map];
      }
      return sum;
    };
  });
}

/** Down the columns, then along the rows. */
export const spatiallySeparable = inTurn(
  2,
  ({ vertical_kernel: down, horizontal_kernel: along }, { map, all, filters }) =>
    (channel, row, column) => {
      let sum = 0;
      for (let middle = 0; middle < filters; middle++) {
        const own = down.data[(row * all + channel) * filters + middle];
        sum += own * along.data[(column * filters + middle) * filters + map];
      }
      return sum;
    },
);

/** Across the channels, down, along: a product of three numbers. */
export const flattened = inTurn(
  2,
  ({ lateral_kernel: across, vertical_kernel: down, horizontal_kernel: along }, { map, filters }) =>
    (channel, row, column) =>
      across.data[channel * filters + map] * down.data[row * filters + map] * along.data[column * filters + map],
);

/** A kernel per connection; what is not connected has none. */
export const partiallyConnected: Family = (step, { connection_kernel: stored, bias }, { pixel, map }) => {
  const axes = gatherAxes(step, 'kernelSize', 2);
  const places = connectionPlaces(step.attributes);
  const connections = places.length;
  const turn = turned(step, axes);
  const own = places.flatMap(([channel, filter], at) => (filter === map ? [{ channel, at }] : []));
  return {
    ...plainSum,
    axes,
    taps: gatheringTaps(axes, pixel),
    first: 0,
    channels: grouped(step, map).all,
    weightAt: (channel, tap) =>
      own.reduce(
        (sum, one) => (one.channel === channel ? sum + stored.data[turn(tap) * connections + one.at] : sum),
        0,
      ),
    bias: bias?.data[map] ?? null,
  };
};
