import { filtered, type Kernels, kernelsOf, sliceParts, turnedAround } from '../../core/engine/inspect/kernel-parts.ts';
import type { TensorLayout } from '../../core/engine/map-layout.ts';
import { planeOf, statisticsOf } from '../../core/engine/summary.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { Inspected } from './inspector.ts';
import { placeOf } from './place.ts';
import type { KernelFacts, KernelImages, KernelResponse, ToWorker } from './protocol.ts';

type Request = Extract<ToWorker, { type: 'kernels' }>;

/** Numbers that are read to make images; of a larger kernel only the first filters have one. */
const mostNumbers = 4_000_000;
/** Channels up to which all of a filter's are shown. */
const fewChannels = 3;
/** A filter whose norm is less than this part of the largest one does next to nothing. */
const negligible = 1e-3;

/** A layer's kernels and one of them taken apart; null for a layer without. */
export async function kernelFacts(run: Inspected, request: Request): Promise<KernelFacts | null> {
  const step = run.program.steps[request.step];
  const from = step?.inputs[0];
  const layout = run.layouts[request.step];
  if (!step || !from || !layout) return null;
  const at = placeOf(layout, step.outputShapes[0] ?? [], request);
  const kernels = kernelsOf(step, await run.weights(request.step), at.pixel);
  if (!kernels) return null;
  const { rows, columns, channels, combined } = kernels;
  const filters = filtersOf(layout, step.outputShapes[0] ?? []);
  const shown = Math.max(1, Math.min(filters, Math.floor(mostNumbers / (rows * columns * channels))));
  const norms = channelNorms(kernels, shown);
  const channel = Math.min(request.channel ?? heaviest(norms, channels), channels - 1);
  const stored = kernels.slice(at.map, channel);
  const drawn = request.drawn?.length === stored.length ? request.drawn : stored;
  const slice = request.isFlipped ? turnedAround(drawn) : drawn;
  const inputChannel = kernels.first(at.map) + channel;
  return {
    rows,
    columns,
    channels,
    combined,
    filters,
    filter: at.map,
    channel,
    inputChannel,
    inputStep: from.step,
    images: imagesOf(kernels, shown, channel),
    statistics: statisticsOfFilter(kernels, at.map),
    nearZero: negligibleFilters(norms, shown, channels),
    slices: (channels <= fewChannels ? Array.from({ length: channels }, (_, i) => i) : [channel]).map((one) => ({
      channel: one,
      values: one === channel ? slice : kernels.slice(at.map, one),
    })),
    slice,
    parts: rows > 1 && columns > 1 ? sliceParts(slice, rows, columns) : null,
    response: kernels.filtersImages
      ? responseOf(await run.read(from), run.layouts[from.step], inputChannel, slice, kernels)
      : null,
  };
}

function filtersOf({ kind, maps, width }: TensorLayout, shape: readonly number[]): number {
  return kind === 'vector' || shape.length === 3 ? width : maps;
}

/** Squared norms, filter by filter and channel by channel. */
function channelNorms({ channels, slice }: Kernels, filters: number): Float64Array {
  return Float64Array.from({ length: filters * channels }, (_, i) =>
    slice(Math.floor(i / channels), i % channels).reduce((sum, x) => sum + x * x, 0),
  );
}

/** The channel with the largest weights over all filters, so that it stays while the filter changes. */
function heaviest(norms: Float64Array, channels: number): number {
  const sums = new Float64Array(channels);
  norms.forEach((norm, i) => {
    sums[i % channels] = (sums[i % channels] ?? 0) + norm;
  });
  return sums.indexOf(sums.reduce((a, b) => Math.max(a, b), 0));
}

function negligibleFilters(norms: Float64Array, filters: number, channels: number): number {
  const own = Array.from({ length: filters }, (_, filter) =>
    norms.subarray(filter * channels, (filter + 1) * channels).reduce((sum, x) => sum + x, 0),
  );
  const most = own.reduce((a, b) => Math.max(a, b), 0);
  return own.filter((norm) => norm <= most * negligible ** 2).length;
}

function imagesOf(kernels: Kernels, filters: number, channel: number): KernelImages {
  const { rows, columns, channels } = kernels;
  const isPoint = rows * columns === 1;
  const width = isPoint ? Math.ceil(Math.sqrt(channels)) : columns;
  const height = isPoint ? Math.ceil(channels / width) : rows;
  const all = new Float32Array(filters * height * width);
  for (let filter = 0; filter < filters; filter++) {
    const image = isPoint ? channelsOf(kernels, filter) : kernels.slice(filter, channel);
    all.set(image, filter * height * width);
  }
  const layout = { kind: 'maps', maps: filters, height, width, mapStride: height * width, elementStride: 1 } as const;
  const planes = Array.from({ length: filters }, (_, filter) => planeOf(all, layout, filter));
  return { layout: { kind: 'maps', maps: filters, height, width }, planes, statistics: statisticsOf(all, layout) };
}

function channelsOf({ channels, slice }: Kernels, filter: number): Float32Array {
  return Float32Array.from({ length: channels }, (_, channel) => slice(filter, channel)[0] ?? 0);
}

function statisticsOfFilter({ channels, slice }: Kernels, filter: number): KernelFacts['statistics'] {
  let [sum, squares, count] = [0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let channel = 0; channel < channels; channel++) {
    for (const x of slice(filter, channel)) {
      sum += x;
      squares += x * x;
      count++;
      min = Math.min(min, x);
      max = Math.max(max, x);
    }
  }
  return { sum, norm: Math.sqrt(squares), mean: sum / count, min, max };
}

function responseOf(
  { data }: Tensor,
  layout: TensorLayout | undefined,
  channel: number,
  slice: Float32Array,
  kernels: Kernels,
): KernelResponse | null {
  if (layout?.kind !== 'maps' || channel >= layout.maps) return null;
  const input = planeOf(data, layout, channel);
  const { height, width } = layout;
  const own = filtered(input, layout, slice, kernels);
  const separable = filtered(input, layout, sliceParts(slice, kernels.rows, kernels.columns).separable, kernels);
  return { height, width, input, own, separable };
}
