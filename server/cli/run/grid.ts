import { encode } from 'fast-png';
import { colourTable, limitsOf, paintMap } from '../../../core/engine/colour-map.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';

/** Pixels that a map should have at least, so that small ones can be seen. */
const smallestTile = 112;
const gap = 2;
const background = [24, 24, 24, 255];

/**
 * A picture of the feature maps of one sample, side by side in their order, each in the colours of its own range:
 * viridis, or blue to orange about zero where there are negative values. Vectors are folded into one map.
 */
export function gridPng(tensor: Tensor, channelsFirst: boolean): Uint8Array {
  const maps = mapsOf(tensor, channelsFirst);
  const { height, width } = maps[0]!;
  const zoom = Math.max(1, Math.ceil(smallestTile / Math.max(height, width)));
  const across = Math.max(1, Math.ceil(Math.sqrt((maps.length * height) / width)));
  const down = Math.ceil(maps.length / across);
  const tile = { height: height * zoom + gap, width: width * zoom + gap };
  const size = { height: down * tile.height + gap, width: across * tile.width + gap };
  const pixels = new Uint8Array(4 * size.height * size.width);
  for (let at = 0; at < pixels.length; at += 4) pixels.set(background, at);
  for (const [index, map] of maps.entries()) {
    const top = gap + Math.floor(index / across) * tile.height;
    const left = gap + (index % across) * tile.width;
    const painted = paint(map);
    for (let y = 0; y < height * zoom; y++) {
      for (let x = 0; x < width * zoom; x++) {
        const from = 4 * (Math.floor(y / zoom) * width + Math.floor(x / zoom));
        pixels.set(painted.subarray(from, from + 4), 4 * ((top + y) * size.width + left + x));
      }
    }
  }
  return encode({ ...size, data: pixels, channels: 4, depth: 8 });
}

interface FeatureMap {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** (N,H,W,C) has C maps, (N,D,H,W,C) stacks its slices, (N,T,C) is one map; the rest is a vector. */
function mapsOf({ shape, data }: Tensor, channelsFirst: boolean): readonly FeatureMap[] {
  const sizes = shape.slice(1);
  const count = sizes.reduce((product, size) => product * size, 1);
  const first = data.subarray(0, count);
  if (sizes.length === 2) return [{ height: sizes[0]!, width: sizes[1]!, values: first }];
  const spatial = channelsFirst ? sizes.slice(1) : sizes.slice(0, -1);
  const extent = spatial.reduce((product, size) => product * size, 1);
  if (sizes.length < 2 || extent === 1) return [folded(first)];
  const width = spatial.at(-1)!;
  const channels = count / extent;
  return Array.from({ length: channels }, (_, channel) => ({
    height: extent / width,
    width,
    values: channelsFirst
      ? first.subarray(channel * extent, (channel + 1) * extent)
      : Float32Array.from({ length: extent }, (_, at) => first[at * channels + channel]!),
  }));
}

function folded(values: Float32Array): FeatureMap {
  const width = values.length <= 16 ? values.length : Math.ceil(Math.sqrt(values.length));
  const height = Math.ceil(values.length / width);
  const square = new Float32Array(width * height).fill(Number.NaN);
  square.set(values);
  return { height, width, values: square };
}

function paint({ width, values }: FeatureMap): Uint8ClampedArray {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const pixels = new Uint8ClampedArray(4 * values.length);
  paintMap(values, width, limitsOf(min, max), colourTable(min < 0 ? 'diverging-light' : 'viridis'), pixels);
  return pixels;
}
