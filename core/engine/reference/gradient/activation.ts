import type { Tensor } from '../../tensor.ts';
import { canonicalName, eachSlope, groupIndex, scalarActivation, softmaxAxes } from '../activation.ts';
import { kernelOf, number, outputsOf } from '../kernel.ts';
import { type Backward, type Gradient, rounded, sumsLike } from './gradient.ts';

/** The derivative at x, where y = f(x) is at hand. */
export type Derivative = (x: number, y: number) => number;

/**
 * ∂L/∂(value before the activation), for layers that apply one to their own result: the layer is run again without it.
 * At a kink the derivative from the left is taken (0 for ReLU at 0), as TF.js does.
 */
export function throughActivation(backward: Backward): Tensor {
  const { step, inputs, weights, kernels, gradients, outputs } = backward;
  const name = step.attributes.activation;
  const canonical = typeof name === 'string' ? canonicalName(name) : 'linear';
  if (canonical === 'linear') return gradients[0];
  const bare = { ...step, attributes: { ...step.attributes, activation: 'linear' } };
  const [before] = outputsOf(kernelOf(step.operator, kernels)(bare, inputs, weights, kernels));
  return activationGradient(canonical, before, outputs[0], gradients[0]);
}

export const activation: Gradient = ({ step, inputs, outputs, gradients }) => {
  const name = step.attributes.activation;
  if (typeof name !== 'string') throw new TypeError('the activation is not a known name');
  return { inputs: [activationGradient(name, inputs[0], outputs[0], gradients[0])], weights: {} };
};

export const reLU: Gradient = pointwise(({ step }) => {
  const limit = step.attributes.maxValue;
  return (x) => (x > 0 && !(typeof limit === 'number' && x > limit) ? 1 : 0);
});

export const leakyReLU: Gradient = pointwise(({ step }) => {
  const alpha = number(step, 'alpha', 0.3);
  return (x) => (x > 0 ? 1 : alpha);
});

export const elu: Gradient = pointwise(({ step }) => {
  const alpha = number(step, 'alpha', 1);
  return (x) => (x > 0 ? 1 : alpha * Math.exp(x));
});

export const thresholdedReLU: Gradient = pointwise(({ step }) => {
  const theta = number(step, 'theta', 1);
  return (x) => (x > theta ? 1 : 0);
});

/** The layer's own softmax, over whichever axes it has. */
export const softmax: Gradient = ({ step, outputs: [output], gradients: [gradient] }) => ({
  inputs: [softmaxGradient(output, gradient, softmaxAxes(step, output.shape.length))],
  weights: {},
});

/** Below zero the input is scaled by its slope, and the slope by the input. */
export const prelu: Gradient = ({ inputs: [input], weights, gradients: [gradient] }) => {
  const back = sumsLike(input);
  const alpha = sumsLike(weights.alpha);
  eachSlope(input, weights.alpha, (i, at) => {
    const negative = input.data[i] < 0;
    back.data[i] = gradient.data[i] * (negative ? weights.alpha.data[at] : 1);
    if (negative) alpha.data[at] += gradient.data[i] * input.data[i];
  });
  return { inputs: [rounded(back)], weights: { alpha: rounded(alpha) } };
};

/** A layer that applies a function of one number, by its derivative. */
export function pointwise(derivative: (backward: Backward) => Derivative): Gradient {
  return (backward) => {
    const { inputs, outputs, gradients } = backward;
    return { inputs: [scaled(gradients[0], inputs[0], outputs[0], derivative(backward))], weights: {} };
  };
}

/** ∂L/∂x of y = f(x) for an activation by name. */
export function activationGradient(written: string, x: Tensor, y: Tensor, gradient: Tensor): Tensor {
  const name = canonicalName(written);
  const last = [y.shape.length - 1];
  if (name === 'softmax') return softmaxGradient(y, gradient, last);
  if (name === 'logSoftmax') return logSoftmaxGradient(y, gradient, last);
  if (name === 'linear') return gradient;
  return scaled(gradient, x, y, scalarDerivative(name));
}

/** The derivative of an activation of one number, by name. */
export function scalarDerivative(name: string): Derivative {
  const derivative = derivatives[canonicalName(name)];
  if (derivative === undefined) throw new TypeError(`there is no derivative for '${name}'`);
  return derivative;
}

/** ∂L/∂xᵢ = yᵢ · (gᵢ − Σⱼ gⱼ yⱼ) over the given axes. */
function softmaxGradient(y: Tensor, gradient: Tensor, axes: readonly number[]): Tensor {
  const data = new Float32Array(y.data.length);
  const visit = groupIndex(y.shape, axes);
  const means = new Float64Array(y.data.length);
  visit((i, group) => {
    means[group] += gradient.data[i] * y.data[i];
  });
  visit((i, group) => {
    data[i] = y.data[i] * (gradient.data[i] - means[group]);
  });
  return { shape: y.shape, data };
}

/** ∂L/∂xᵢ = gᵢ − exp(yᵢ) · Σⱼ gⱼ. */
function logSoftmaxGradient(y: Tensor, gradient: Tensor, axes: readonly number[]): Tensor {
  const data = new Float32Array(y.data.length);
  const visit = groupIndex(y.shape, axes);
  const totals = new Float64Array(y.data.length);
  visit((i, group) => {
    totals[group] += gradient.data[i];
  });
  visit((i, group) => {
    data[i] = gradient.data[i] - Math.exp(y.data[i]) * totals[group];
  });
  return { shape: y.shape, data };
}

function scaled(gradient: Tensor, x: Tensor, y: Tensor, derivative: Derivative): Tensor {
  const data = new Float32Array(gradient.data.length);
  for (let i = 0; i < data.length; i++) data[i] = gradient.data[i] * derivative(x.data[i], y.data[i]);
  return { shape: x.shape, data };
}

const sigmoid = scalarActivation('sigmoid');
const softplus = scalarActivation('softplus');

const derivatives: Readonly<Record<string, Derivative>> = {
  linear: () => 1,
  relu: (x) => (x > 0 ? 1 : 0),
  relu6: (x) => (x > 0 && x < 6 ? 1 : 0),
  leakyRelu: (x) => (x > 0 ? 1 : 0.2),
  elu: (x) => (x > 0 ? 1 : Math.exp(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(x)),
  sigmoid: (_x, y) => y * (1 - y),
  hardSigmoid: (x) => (Math.abs(x) < 2.5 ? 0.2 : 0),
  hardSwish: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
  softplus: (x) => sigmoid(x),
  softsign: (x) => 1 / (1 + Math.abs(x)) ** 2,
  tanh: (_x, y) => 1 - y * y,
  exponential: (_x, y) => y,
  // Φ(x) + x·φ(x), with Φ read off the value where x is not small.
  gelu: (x, y) =>
    (Math.abs(x) < 1e-3 ? 0.5 + x / Math.sqrt(2 * Math.PI) : y / x) +
    (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  geluNew: (x) => {
    const slope = Math.sqrt(2 / Math.PI);
    const bent = Math.tanh(slope * (x + 0.044715 * x ** 3));
    return 0.5 * (1 + bent) + 0.5 * x * (1 - bent * bent) * slope * (1 + 3 * 0.044715 * x * x);
  },
  mish: (x) => {
    const bent = Math.tanh(softplus(x));
    return bent + x * (1 - bent * bent) * sigmoid(x);
  },
  swish: (x, y) => y + sigmoid(x) * (1 - y),
};
