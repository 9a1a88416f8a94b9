import type { Step } from '../../program.ts';
import { type Axes, eachTap, gatherAxes } from '../geometry.ts';
import { placesOf } from '../unshared-conv.ts';
import { throughActivation } from './activation.ts';
import { channelsLastGradient, type Gradient, type Gradients, rounded, sumsLike } from './gradient.ts';

/** As for a convolution, except that each position has the kernel and bias of its place. */
export function unshared(rank: 1 | 2): Gradient {
  return channelsLastGradient((backward) => {
    const {
      step,
      inputs: [input],
      weights,
    } = backward;
    const gradient = throughActivation(backward);
    const axes = gatherAxes(step, 'kernelSize', rank);
    const channels = input.shape[input.shape.length - 1];
    const filters = gradient.shape[gradient.shape.length - 1];
    const taps = axes[1].kernel * axes[2].kernel;
    const placeOf = placeFinder(step, axes);
    const toInput = sumsLike(input);
    const toKernel = sumsLike(weights.kernel);
    const turned = step.attributes.flip === true;
    eachTap(axes, input.shape[0], (pixel, position, tap) => {
      const base = (placeOf(position) * taps + (turned ? taps - 1 - tap : tap)) * channels;
      for (let c = 0; c < channels; c++) {
        for (let f = 0; f < filters; f++) {
          const slope = gradient.data[position * filters + f];
          toInput.data[pixel * channels + c] += slope * weights.kernel.data[(base + c) * filters + f];
          toKernel.data[(base + c) * filters + f] += slope * input.data[pixel * channels + c];
        }
      }
    });
    const kernel = rounded(toKernel);
    const result: Gradients = { inputs: [rounded(toInput)], weights: { kernel } };
    if (weights.bias === undefined) return result;
    const bias = sumsLike(weights.bias);
    for (let i = 0; i < gradient.data.length; i++) {
      bias.data[placeOf(Math.floor(i / filters)) * filters + (i % filters)] += gradient.data[i];
    }
    return { ...result, weights: { kernel, bias: rounded(bias) } };
  });
}

function placeFinder(step: Step, axes: Axes): (position: number) => number {
  const [rows, columns] = placesOf(step, axes);
  return (position) => {
    const row = Math.floor(position / axes[2].output) % axes[1].output;
    return (row % rows) * columns + ((position % axes[2].output) % columns);
  };
}
