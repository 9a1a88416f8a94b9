import { numberAttribute, textsAttribute } from '../node-def.ts';
import type { Operation } from '../operation.ts';

/** What the converter has merged into a convolution or a matrix product. */
export interface Fused {
  readonly useBias: boolean;
  /** By the operators' name. */
  readonly activation: string;
  /** Operands by the weight's name. */
  readonly weights: Readonly<Record<string, number>>;
  /** False where no operator has this activation. */
  readonly runs: boolean;
}

/** Reads `fused_ops`: an addition of the bias, an activation, or the one before the other. */
export function fusedInto({ def, inputs }: Operation): Fused | null {
  const fused = textsAttribute(def, 'fused_ops');
  if (fused.length === 0) return { useBias: false, activation: 'linear', weights: {}, runs: true };
  const useBias = fused[0] === 'BiasAdd';
  const [name, ...more] = useBias ? fused.slice(1) : fused;
  if (more.length > 0 || (useBias && inputs.length < 3)) return null;
  const activation = name === undefined ? 'linear' : fusedActivations[name];
  if (activation === undefined && name !== 'Prelu') return null;
  const slope = numberAttribute(def, 'leakyrelu_alpha') ?? 0.2;
  const otherSlope = name === 'LeakyRelu' && Math.abs(slope - 0.2) > 1e-6;
  const isConstant = inputs.slice(2).every(({ constant }) => constant !== null);
  return {
    useBias,
    activation: activation ?? 'linear',
    weights: useBias ? { bias: 2 } : {},
    runs: name !== 'Prelu' && !otherSlope && isConstant,
  };
}

const fusedActivations: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Relu6: 'relu6',
  Elu: 'elu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  LeakyRelu: 'leakyRelu',
  Linear: 'linear',
};
