import { colourTable, limitsOf, paintMap } from '../../core/engine/colour-map.ts';
import type { Pixels } from '../elements/picture.ts';
import { colourMapFor } from '../models/map-colours.ts';
import { layerStatistics } from '../models/map-statistics.ts';
import type { ShownInput, State } from '../state/state.ts';
import type { StepSummary } from '../worker/protocol.ts';

/** The input image; null when the input is no image or nothing ran yet. */
export function inputPicture(state: State): Pixels | null {
  const { input } = state;
  if (!input?.pixels) return null;
  const known = inputs.get(input);
  if (known) return known;
  const [, height = 0, width = 0] = input.tensor.shape;
  const made = { width, height, rgba: input.pixels };
  inputs.set(input, made);
  return made;
}

/** A frame's thumbnail in the colours that the stage would use. Painted once per summary and colour map. */
export function thumbnail(summary: StepSummary, state: State): Pixels {
  const { min, max } = extremesOf(summary);
  const colours = colourMapFor(min, state.settings.colours, state.theme);
  const known = thumbnails.get(summary);
  if (known?.colours === colours) return known.pixels;
  const { width, height, values } = summary.thumbnail;
  const rgba = new Uint8ClampedArray(width * height * 4);
  // A frame stands alone, so it uses its own range: on the layer's scale most would be a single colour.
  const finite = values.filter((value) => Number.isFinite(value));
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const limits =
    min < 0 ? limitsOf(Math.min(low, -Number.MIN_VALUE), high) : high > low ? { low, high } : limitsOf(0, max);
  paintMap(values, width, limits, colourTable(colours), rgba);
  const pixels = { width, height, rgba };
  thumbnails.set(summary, { colours, pixels });
  return pixels;
}

/** The colour map as a strip of 256 pixels, for the legend. */
export function ramp(table: Uint8ClampedArray): Pixels {
  const known = ramps.get(table);
  if (known) return known;
  const made = { width: 256, height: 1, rgba: table };
  ramps.set(table, made);
  return made;
}

function extremesOf(summary: StepSummary): { min: number; max: number } {
  const known = extremes.get(summary);
  if (known) return known;
  const made = layerStatistics(summary.statistics, summary.layout.height * summary.layout.width);
  extremes.set(summary, made);
  return made;
}

const inputs = new WeakMap<ShownInput, Pixels>();
const thumbnails = new WeakMap<StepSummary, { colours: string; pixels: Pixels }>();
const ramps = new WeakMap<Uint8ClampedArray, Pixels>();
const extremes = new WeakMap<StepSummary, { min: number; max: number }>();
