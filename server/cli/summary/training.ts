import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import { type OPTIMISER_COPIES, trainingBytes } from '../../../core/graph/memory.ts';
import { formatBytes, formatCount } from '../../../core/graph/print.ts';
import { backwardCost, im2colWorkspace } from '../../../core/graph/training.ts';

export interface Training {
  readonly batch: number;
  readonly optimiser: keyof typeof OPTIMISER_COPIES;
}

/** What a step of training takes: the backward pass for one image, and memory for the batch. */
export function trainingLines(
  model: GraphAnalysis,
  { batch, optimiser }: Training,
): readonly (readonly [string, string])[] {
  const { nodes, totals } = model;
  const { toInputs, toWeights } = backwardCost(model).totals;
  const count = (value: typeof toInputs): string => formatCount(value, totals.status);
  const bytes = (value: typeof toInputs): string => formatBytes(value, totals.status);
  return [
    ['backward', `${count(toWeights)} MACs to the weights, ${count(toInputs)} to the inputs`],
    [
      'training',
      `${bytes(trainingBytes(nodes, totals.params, optimiser, batch))} with ${optimiser} and batches of ${batch}, ${bytes(im2colWorkspace(model))} workspace for im2col`,
    ],
  ];
}
