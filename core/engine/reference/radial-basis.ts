import { emptyTensor, type Kernel } from './kernel.ts';

/** output (N, units) = Σ (input (N, C) − kernel (C, units))² */
export const radialBasis: Kernel = (step, [input], { kernel }) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [features, units] = kernel.shape;
  for (let i = 0; i < output.data.length; i++) {
    const from = Math.floor(i / units) * features;
    let sum = 0;
    for (let c = 0; c < features; c++) sum += (input.data[from + c] - kernel.data[c * units + (i % units)]) ** 2;
    output.data[i] = sum;
  }
  return [output];
};
