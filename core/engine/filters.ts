/** A filter by formula rather than learned, at any size. */
export interface DesignedFilter {
  readonly name: string;
  /** Row-major taps of a height × width kernel. */
  taps(height: number, width: number): Float64Array;
  /** How it weighs red, green and blue; equal thirds where absent. */
  readonly colour?: readonly [number, number, number];
}

/**
 * The bank, in the order in which output channels take from it. Edges and details have taps that sum to 0 and to 2 in
 * magnitude, so that they answer 0 on a flat field and up to ±1 on a step; smoothers sum to 1.
 */
const filterBank: readonly DesignedFilter[] = [
  edge('Sobel, vertical edges', (y, x, h, w) => binomial(y, h) * slope(x, w)),
  edge('Sobel, horizontal edges', (y, x, h, w) => slope(y, h) * binomial(x, w)),
  edge('Laplacian', (y, x, h, w) => laplacianOfGaussian(offset(y, h), offset(x, w), spread(h, w))),
  ...gaborFilters(4, 0),
  edge('Prewitt, vertical edges', (_y, x, _h, w) => offset(x, w)),
  edge('Prewitt, horizontal edges', (y, _x, h) => offset(y, h)),
  smooth('Gaussian', (y, x, h, w) => gaussian(offset(y, h), offset(x, w), spread(h, w))),
  ...gaborFilters(4, Math.PI / 2),
  { name: 'Sharpen', taps: sharpen },
  opponent('Red against green', [1, -1, 0]),
  opponent('Blue against yellow', [-0.5, -0.5, 1]),
  smooth('Box', () => 1),
  { name: 'Identity', taps: centre },
];

/**
 * Fills a convolution kernel (…window, Cin, Cout) from the bank: output f takes filter f. On three channels (a picture)
 * the filter weighs the colours; deeper, each output looks at its own share of the input channels, so that maps stay
 * readable as "edges of that edge map".
 */
export function designedKernel(shape: readonly number[], bank: readonly DesignedFilter[] = filterBank): Float32Array {
  const window = shape.slice(0, -2);
  const [channels, filters] = shape.slice(-2);
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const taps = window.reduce((product, size) => product * size, 1);
  for (let f = 0; f < filters; f++) {
    const filter = bank[f % bank.length];
    const values = overWindow(filter, window);
    const shares = channels === 3 ? (filter.colour ?? [1 / 3, 1 / 3, 1 / 3]) : ownShare(f, filters, channels);
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < channels; c++) data[(tap * channels + c) * filters + f] = values[tap] * shares[c];
    }
  }
  return data;
}

/** Fills a depthwise kernel (…window, C, M): filter after filter, channel by channel. */
export function designedDepthwiseKernel(
  shape: readonly number[],
  bank: readonly DesignedFilter[] = filterBank,
): Float32Array {
  const window = shape.slice(0, -2);
  const filters = shape[shape.length - 2] * shape[shape.length - 1];
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let f = 0; f < filters; f++) {
    const values = overWindow(bank[f % bank.length], window);
    for (let tap = 0; tap < values.length; tap++) data[tap * filters + f] = values[tap];
  }
  return data;
}

/** One-dimensional windows get the filter's middle row; of three-dimensional ones, the middle slice. */
function overWindow(filter: DesignedFilter, window: readonly number[]): Float64Array {
  if (window.length === 1) return filter.taps(1, window[0]);
  const [height, width] = window.slice(-2);
  const slice = filter.taps(height, width);
  if (window.length === 2) return slice;
  const values = new Float64Array(window[0] * slice.length);
  values.set(slice, Math.floor((window[0] - 1) / 2) * slice.length);
  return values;
}

/** With more inputs than outputs every input goes to one output; otherwise every output has one input. */
function ownShare(filter: number, filters: number, channels: number): Float64Array {
  const shares = new Float64Array(channels);
  if (channels <= filters) shares[filter % channels] = 1;
  else for (let c = filter; c < channels; c += filters) shares[c] = 1;
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

type Profile = (y: number, x: number, height: number, width: number) => number;

/** Mean removed, magnitudes summing to 2. Where the window is too small for the shape it becomes the identity. */
function edge(name: string, profile: Profile): DesignedFilter {
  return {
    name,
    taps: (height, width) => {
      const values = sampled(profile, height, width);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const centred = values.map((value) => value - mean);
      const magnitude = centred.reduce((sum, value) => sum + Math.abs(value), 0);
      return magnitude < 1e-9 ? centre(height, width) : centred.map((value) => (2 * value) / magnitude);
    },
  };
}

function smooth(name: string, profile: Profile): DesignedFilter {
  return { name, taps: (height, width) => normalised(sampled(profile, height, width)) };
}

function opponent(name: string, colour: readonly [number, number, number]): DesignedFilter {
  return {
    name,
    colour,
    taps: (h, w) => normalised(sampled((y, x) => gaussian(offset(y, h), offset(x, w), spread(h, w)), h, w)),
  };
}

/** Orientations of Gabor's elementary signal: a cosine (phase 0) or sine (π/2) wave under a Gaussian. */
function gaborFilters(orientations: number, phase: number): readonly DesignedFilter[] {
  return Array.from({ length: orientations }, (_, i) => {
    const angle = (i * Math.PI) / orientations;
    const degrees = Math.round((angle * 180) / Math.PI);
    return edge(`Gabor, ${degrees}°${phase === 0 ? '' : ', odd'}`, (y, x, h, w) => {
      const across = offset(x, w) * Math.cos(angle) + offset(y, h) * Math.sin(angle);
      const wavelength = Math.max(h, w) / 1.5;
      const wave = Math.cos((2 * Math.PI * across) / wavelength - phase);
      return wave * gaussian(offset(y, h), offset(x, w), Math.max(h, w) / 4);
    });
  });
}

/** The picture plus what its neighbourhood's mean lacks: 2·identity − box. */
function sharpen(height: number, width: number): Float64Array {
  const identity = centre(height, width);
  return identity.map((value) => 2 * value - 1 / identity.length);
}

function centre(height: number, width: number): Float64Array {
  const values = new Float64Array(height * width);
  values[Math.floor((height - 1) / 2) * width + Math.floor((width - 1) / 2)] = 1;
  return values;
}

function sampled(profile: Profile, height: number, width: number): Float64Array {
  return Float64Array.from({ length: height * width }, (_, i) =>
    profile(Math.floor(i / width), i % width, height, width),
  );
}

function normalised(values: Float64Array): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** Distance from the window's centre. */
function offset(position: number, size: number): number {
  return position - (size - 1) / 2;
}

/** A standard deviation with which a Gaussian fits the window. */
function spread(height: number, width: number): number {
  return Math.max(height, width) / 5;
}

function gaussian(y: number, x: number, sigma: number): number {
  return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
}

/** Marr & Hildreth 1980. */
function laplacianOfGaussian(y: number, x: number, sigma: number): number {
  const squared = (x * x + y * y) / (2 * sigma * sigma);
  return (squared - 1) * Math.exp(-squared);
}

/** Row `size − 1` of Pascal's triangle: 1 2 1, 1 4 6 4 1, … */
function binomial(position: number, size: number): number {
  let value = 1;
  for (let i = 0; i < position; i++) value = (value * (size - 1 - i)) / (i + 1);
  return value;
}

/** Difference of neighbouring binomials, Sobel's −1 0 1 at size 3. */
function slope(position: number, size: number): number {
  return (
    (position === 0 ? 0 : binomial(position - 1, size - 1)) - (position === size - 1 ? 0 : binomial(position, size - 1))
  );
}
