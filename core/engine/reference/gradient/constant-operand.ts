import { arithmeticOf, eachPair } from '../constant-operand.ts';
import { type Gradient, rounded, sumsLike } from './gradient.ts';

/** The gradient with respect to a constant is the sum over every element that it is combined with. */
export const constantOperand: Gradient = ({ step, inputs: [input], weights, gradients: [gradient] }) => {
  const [back, constant] = [sumsLike(input), sumsLike(weights.constant)];
  const { slopes } = arithmeticOf(step);
  eachPair(input, weights.constant, (i, at) => {
    const [toInput, toConstant] = slopes(input.data[i], weights.constant.data[at]);
    back.data[i] = gradient.data[i] * toInput;
    constant.data[at] += gradient.data[i] * toConstant;
  });
  return { inputs: [rounded(back)], weights: { constant: rounded(constant) } };
};
