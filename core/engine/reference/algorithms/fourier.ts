import type { Tensor } from '../../tensor.ts';
import { type Algorithm, biasSums, countsOf, type Problem } from './algorithm.ts';

/**
 * The convolution theorem: a product of transforms is a transform of the cyclic convolution. With the map padded to
 * n + K − 1 (and up to a power of two) nothing wraps around; strides pick from the result, dilation spreads the kernel.
 */
export const fourier: Algorithm = {
  name: 'FFT',
  doc: 'Multiplies the Fourier transforms of map and kernel. The work hardly depends on the size of the kernel, so it pays for large ones.',
  source: 'Mathieu, Henaff and LeCun, Fast Training of Convolutional Networks through FFTs, arXiv:1312.5851',
  refuses: ({ axes: [depth] }) => (depth.input === 1 ? null : 'the input is a volume'),
  run: (problem, output) => {
    const { input, kernel, axes, groups } = problem;
    const [, height, width] = axes;
    const { images, channels, filters } = countsOf(problem);
    const [rows, columns] = [paddedSize(height), paddedSize(width)];
    const perGroup = channels / groups;
    const sums = biasSums(problem, output);
    const maps = Array.from({ length: images * channels }, (_, i) => mapSpectrum(problem, i, rows, columns));
    for (let f = 0; f < filters; f++) {
      const group = Math.floor(f / (filters / groups));
      const spectra = Array.from({ length: perGroup }, (_, c) => kernelSpectrum(kernel, axes, c, f, rows, columns));
      for (let image = 0; image < images; image++) {
        const sum = emptySpectrum(rows, columns);
        for (const [c, spectrum] of spectra.entries()) {
          addProduct(sum, maps[image * channels + group * perGroup + c], spectrum);
        }
        transform(sum, true);
        for (let y = 0; y < height.output; y++) {
          for (let x = 0; x < width.output; x++) {
            const from = y * height.stride * columns + x * width.stride;
            sums[((image * height.output + y) * width.output + x) * filters + f] += sum.real[from];
          }
        }
      }
    }
    if (input.data.length > 0) output.data.set(sums);
  },
  work: (problem) => {
    const { images, channels, filters } = countsOf(problem);
    const [, height, width] = problem.axes;
    const area = paddedSize(height) * paddedSize(width);
    const one = 2 * area * Math.log2(area);
    const transforms = images * channels + (channels / problem.groups) * filters + images * filters;
    const products = 4 * area * images * filters * (channels / problem.groups);
    return { multiplications: transforms * one + products, workspace: 2 * area * (images * channels + channels + 1) };
  },
};

interface Spectrum {
  readonly rows: number;
  readonly columns: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Large enough for every window that starts inside the padded map: a power of two. */
function paddedSize({ output, stride, kernel, dilation, before, input }: Problem['axes'][number]): number {
  const reach = Math.max((output - 1) * stride + dilation * (kernel - 1) + 1, input + before);
  return 2 ** Math.ceil(Math.log2(reach));
}

function emptySpectrum(rows: number, columns: number): Spectrum {
  return { rows, columns, real: new Float64Array(rows * columns), imaginary: new Float64Array(rows * columns) };
}

/** One channel of one image, `before` padding in front. */
function mapSpectrum({ input, axes }: Problem, map: number, rows: number, columns: number): Spectrum {
  const [, height, width] = axes;
  const channels = input.shape[input.shape.length - 1];
  const [image, channel] = [Math.floor(map / channels), map % channels];
  const spectrum = emptySpectrum(rows, columns);
  for (let y = 0; y < height.input; y++) {
    for (let x = 0; x < width.input; x++) {
      const from = ((image * height.input + y) * width.input + x) * channels + channel;
      spectrum.real[(y + height.before) * columns + x + width.before] = input.data[from];
    }
  }
  transform(spectrum, false);
  return spectrum;
}

/** Cross-correlation is convolution with the kernel at negative places, which wrap around to the end. */
function kernelSpectrum(
  kernel: Tensor,
  [, height, width]: Problem['axes'],
  channel: number,
  filter: number,
  rows: number,
  columns: number,
): Spectrum {
  const [channels, filters] = kernel.shape.slice(-2);
  const spectrum = emptySpectrum(rows, columns);
  for (let y = 0; y < height.kernel; y++) {
    for (let x = 0; x < width.kernel; x++) {
      const row = (rows - y * height.dilation) % rows;
      const column = (columns - x * width.dilation) % columns;
      spectrum.real[row * columns + column] =
        kernel.data[((y * width.kernel + x) * channels + channel) * filters + filter];
    }
  }
  transform(spectrum, false);
  return spectrum;
}

function addProduct(sum: Spectrum, a: Spectrum, b: Spectrum): void {
  for (let i = 0; i < sum.real.length; i++) {
    sum.real[i] += a.real[i] * b.real[i] - a.imaginary[i] * b.imaginary[i];
    sum.imaginary[i] += a.real[i] * b.imaginary[i] + a.imaginary[i] * b.real[i];
  }
}

/** Rows, then columns, in place; the inverse divides by the number of elements. */
function transform(spectrum: Spectrum, inverse: boolean): void {
  const { rows, columns, real, imaginary } = spectrum;
  for (let row = 0; row < rows; row++) line(real, imaginary, row * columns, 1, columns, inverse);
  for (let column = 0; column < columns; column++) line(real, imaginary, column, columns, rows, inverse);
  if (!inverse) return;
  for (let i = 0; i < real.length; i++) {
    real[i] /= rows * columns;
    imaginary[i] /= rows * columns;
  }
}

/** Cooley and Tukey 1965, radix 2, over `size` elements `step` apart. */
function line(
  real: Float64Array,
  imaginary: Float64Array,
  from: number,
  step: number,
  size: number,
  inverse: boolean,
): void {
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(real, from + i * step, from + j * step);
      swap(imaginary, from + i * step, from + j * step);
    }
  }
  for (let span = 2; span <= size; span *= 2) {
    const angle = ((inverse ? 2 : -2) * Math.PI) / span;
    for (let k = 0; k < span / 2; k++) {
      const [cosine, sine] = [Math.cos(angle * k), Math.sin(angle * k)];
      for (let start = 0; start < size; start += span) {
        const a = from + (start + k) * step;
        const b = a + (span / 2) * step;
        const re = real[b] * cosine - imaginary[b] * sine;
        const im = real[b] * sine + imaginary[b] * cosine;
        real[b] = real[a] - re;
        imaginary[b] = imaginary[a] - im;
        real[a] += re;
        imaginary[a] += im;
      }
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a];
  values[a] = values[b];
  values[b] = value;
}
