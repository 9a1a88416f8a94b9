import type { Tensor } from '../../tensor.ts';
import { canonicalName, scalarActivation } from '../activation.ts';
import type { Backward, Gradient } from './gradient.ts';

/** The derivative at x, where y = f(x) is at hand. */
type Derivative = (x: number, y: number) => number;

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
  const [before] = kernels[step.operator]?.(bare, inputs, weights, kernels) ?? [];
  return activationGradient(canonical, before, outputs[0], gradients[0]);
}

export const activation: Gradient = ({ step, inputs, outputs, gradients }) => {
  const name = step.attributes.activation;
  if (typeof name !== 'string') throw new TypeError('the activation is not a known name');
  return { inputs: [activationGradient(name, inputs[0], outputs[0], gradients[0])], weights: {} };
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
  if (name === 'softmax') return softmaxGradient(y, gradient);
  if (name === 'linear') return gradient;
  const derivative = derivatives[name];
  if (derivative === undefined) throw new TypeError(`there is no derivative for '${name}'`);
  return scaled(gradient, x, y, derivative);
}

/** ∂L/∂xᵢ = yᵢ · (gᵢ − Σⱼ gⱼ yⱼ) over the last axis. */
function softmaxGradient(y: Tensor, gradient: Tensor): Tensor {
  const size = y.shape[y.shape.length - 1];
  const data = new Float32Array(y.data.length);
  for (let from = 0; from < data.length; from += size) {
    let mean = 0;
    for (let i = from; i < from + size; i++) mean += gradient.data[i] * y.data[i];
    for (let i = from; i < from + size; i++) data[i] = y.data[i] * (gradient.data[i] - mean);
  }
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
