/** Attribute rows that many operators share, so that they read the same everywhere. */
import type { AttributeSpec } from './operator.ts';

type Rows = Readonly<Record<string, AttributeSpec>>;

export function kernelSize(rank: number): AttributeSpec {
  return { kind: 'sizes', rank, required: true, doc: 'Extent of the kernel along each spatial axis, in taps.' };
}

export function strides(rank: number): AttributeSpec {
  return {
    kind: 'sizes',
    rank,
    default: 1,
    doc: 'Step between neighbouring windows; the output shrinks by this factor.',
  };
}

export function dilationRate(rank: number): AttributeSpec {
  return {
    kind: 'sizes',
    rank,
    default: 1,
    doc: 'Spacing of the kernel taps; a rate d widens a kernel k to d·(k − 1) + 1 without adding weights.',
  };
}

export function padding(
  rank: number,
  modes: readonly string[] = ['valid', 'same', 'sameLower', 'half', 'full'],
): AttributeSpec {
  return {
    kind: 'padding',
    rank,
    choices: modes,
    default: 'valid',
    doc: "How borders are treated: 'valid' adds none, 'same' keeps ⌈input / stride⌉, numbers say how much per side.",
  };
}

export const filters: AttributeSpec = {
  kind: 'size',
  required: true,
  doc: 'Number of kernels, which is the number of output channels.',
};

export const groups: AttributeSpec = {
  kind: 'size',
  default: 1,
  doc: 'Splits the channels into groups that do not see each other; divides parameters and work by that number.',
};

export const depthMultiplier: AttributeSpec = {
  kind: 'size',
  default: 1,
  doc: 'Kernels per input channel; the depthwise step makes channels × depthMultiplier maps.',
};

export const useBias: AttributeSpec = {
  kind: 'boolean',
  default: true,
  doc: 'Adds one learned offset per output channel.',
};

export const activation: AttributeSpec = {
  kind: 'activation',
  default: 'linear',
  doc: "Function applied to every output element; 'linear' applies none.",
};

export const dataFormat: AttributeSpec = {
  kind: 'choice',
  choices: ['channelsLast', 'channelsFirst'],
  default: 'channelsLast',
  doc: 'Whether channels are the last axis (N,H,W,C) or the one after the batch (N,C,H,W).',
};

export const flip: AttributeSpec = {
  kind: 'boolean',
  default: false,
  doc: 'Turns the kernel by 180°, which makes the cross-correlation of deep learning the convolution of mathematics.',
};

/** Arguments that neither shape nor cost depends on, for completion and validation. */
export function data(docs: Readonly<Record<string, string>>): Rows {
  return Object.fromEntries(Object.entries(docs).map(([name, doc]) => [name, { kind: 'data', doc }]));
}

export const kernelData: Rows = data({
  kernelInitializer: 'How the kernel is drawn before training.',
  kernelRegularizer: 'Penalty on the kernel added to the loss.',
  kernelConstraint: 'Projection applied to the kernel after each update.',
});

export const biasData: Rows = data({
  biasInitializer: 'How the bias is drawn before training.',
  biasRegularizer: 'Penalty on the bias added to the loss.',
  biasConstraint: 'Projection applied to the bias after each update.',
  activityRegularizer: 'Penalty on the output added to the loss.',
});
