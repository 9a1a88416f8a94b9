import { sampled } from './colour-tables.ts';

/**
 * Colours for activations, shared by the panel and the command line. Not-negative data is shown in a sequential map,
 * signed data in a diverging one whose centre is the surface it stands on, so that zero looks like nothing.
 */
export type ColourMapName = SequentialMap | DivergingMap;
export type SequentialMap = 'viridis' | 'cividis' | 'magma' | 'grey';
export type DivergingMap = 'diverging-light' | 'diverging-dark';

export const sequentialMaps: readonly SequentialMap[] = ['viridis', 'cividis', 'magma', 'grey'];

/** Values shown by the first and the last colour. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** 256 colours as RGBA bytes, made once per map. */
export function colourTable(name: ColourMapName): Uint8ClampedArray {
  const known = tables.get(name);
  if (known) return known;
  const made = makeTable(name);
  tables.set(name, made);
  return made;
}

/** Limits of data from `min` to `max`: symmetric about zero when signed, so that zero is the centre colour. */
export function limitsOf(min: number, max: number): Limits {
  if (!(min < 0)) return { low: 0, high: max > 0 ? max : 1 };
  const bound = Math.max(-min, Math.abs(max));
  return { low: -bound, high: bound };
}

/** Index of a finite value's colour, 0 … 255; values outside the limits take the end colours. */
export function colourIndex(value: number, limits: Limits): number {
  const span = limits.high - limits.low;
  const place = span > 0 ? (value - limits.low) / span : 0.5;
  return Math.max(0, Math.min(255, Math.round(place * 255)));
}

/**
 * Paints one map (H,W row-major) as RGBA bytes into `pixels`, which holds 4·values.length of them. NaN is magenta, ±∞ a
 * black and white checker: colours that no map contains.
 */
export function paintMap(
  values: ArrayLike<number>,
  width: number,
  limits: Limits,
  table: Uint8ClampedArray,
  pixels: Uint8ClampedArray,
): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, values.length);
  const colours = new Uint32Array(table.buffer, table.byteOffset, 256);
  const span = limits.high - limits.low;
  const scale = span > 0 ? 255 / span : 0;
  const offset = span > 0 ? -limits.low * scale + 0.5 : 128;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) {
      const index = value * scale + offset;
      words[i] = colours[index <= 0 ? 0 : index >= 255 ? 255 : index | 0] as number;
    } else if (Number.isNaN(value)) words[i] = magenta;
    else words[i] = (Math.floor(i / width) + (i % width)) & 1 ? black : white;
  }
}

/** True when text on this colour should be black: above a relative luminance of 0.45, sRGB-weighted. */
export function wantsDarkText(red: number, green: number, blue: number): boolean {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 > 0.45;
}

const tables = new Map<ColourMapName, Uint8ClampedArray>();

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** RGBA words in the machine's byte order. */
const magenta = word(255, 0, 255);
const black = word(0, 0, 0);
const white = word(255, 255, 255);

function word(red: number, green: number, blue: number): number {
  return new DataView(new Uint8Array([red, green, blue, 255]).buffer).getUint32(0, littleEndian);
}

const divergingStops: Readonly<Record<DivergingMap, readonly string[]>> = {
  'diverging-light': ['0b4f8a', '3f8fcb', 'a9cdea', 'f7f7f7', 'f0c193', 'dc7f2c', '8a3c00'],
  'diverging-dark': ['a6d2fa', '4a97dd', '1f5587', '1c1c1c', '84481a', 'd67f31', 'fcc994'],
};

function makeTable(name: ColourMapName): Uint8ClampedArray {
  if (name === 'grey') return tableOf((i) => [i, i, i]);
  if (name === 'diverging-light' || name === 'diverging-dark') return interpolated(divergingStops[name]);
  const hex = sampled[name];
  return tableOf((i) => rgbOf(hex.slice(i * 6, i * 6 + 6)));
}

function tableOf(colour: (index: number) => readonly [number, number, number]): Uint8ClampedArray {
  const table = new Uint8ClampedArray(1024);
  for (let i = 0; i < 256; i++) table.set([...colour(i), 255], i * 4);
  return table;
}

/** Colours between equally spaced stops, straight lines in OKLab. */
function interpolated(stops: readonly string[]): Uint8ClampedArray {
  const labs = stops.map((stop) => labOf(rgbOf(stop)));
  return tableOf((i) => {
    const place = (i / 255) * (labs.length - 1);
    const first = Math.min(labs.length - 2, Math.floor(place));
    const from = labs[first] as Triple;
    const to = labs[first + 1] as Triple;
    const t = place - first;
    return rgbOfLab([mix(from[0], to[0], t), mix(from[1], to[1], t), mix(from[2], to[2], t)]);
  });
}

type Triple = readonly [number, number, number];

function mix(from: number, to: number, t: number): number {
  return from + (to - from) * t;
}

function rgbOf(hex: string): Triple {
  const word = Number.parseInt(hex, 16);
  return [word >> 16, (word >> 8) & 255, word & 255];
}

/** sRGB bytes to OKLab. Björn Ottosson, "A perceptual color space for image processing" (2020). */
function labOf([red, green, blue]: Triple): Triple {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function rgbOfLab([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function linear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encoded(value: number): number {
  const clamped = Math.max(0, Math.min(1, value));
  return Math.round(255 * (clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055));
}
