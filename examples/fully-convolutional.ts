import {
  averagePooling2d,
  conv2d,
  dense,
  flatten,
  fullyConvolutional,
  sequential,
} from 'convlens';

/** A classifier of single 32×32 digits. Nothing is padded, so no answer depends on where a border is. */
export function digit() {
  return sequential({
    name: 'digit',
    layers: [
      conv2d({
        inputShape: [32, 32, 1],
        filters: 6,
        kernelSize: 5,
        activation: 'tanh',
        name: 'c1',
      }),
      averagePooling2d({ poolSize: 2, name: 's2' }),
      conv2d({ filters: 16, kernelSize: 5, activation: 'tanh', name: 'c3' }),
      averagePooling2d({ poolSize: 2, name: 's4' }),
      flatten({ name: 'flatten' }),
      dense({ units: 120, activation: 'tanh', name: 'c5' }),
      dense({ units: 84, activation: 'tanh', name: 'f6' }),
      dense({ units: 10, activation: 'softmax', name: 'output' }),
    ],
  });
}

/**
 * The same classifier over a whole line of writing: its dense layers are convolutions with the same 61,706 weights, so that
 * a 32×128 strip gives 25 answers, one every 4 pixels. Running it once takes 3,385,800 MACs; 25 crops would take
 * 25 times 416,520.
 *
 * LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998, section VII
 * ("space displacement neural networks").
 */
export function strip(width = 128) {
  return fullyConvolutional(digit(), { inputShape: [32, width, 1], name: 'strip' });
}
