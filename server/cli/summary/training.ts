import type { GraphAnalysis } from '../../../core/graph/analysis.ts';
import {
  ELEMENT_BYTES,
  type ElementType,
  FLOAT32_BYTES,
  largestBatch,
  type OPTIMISER_COPIES,
  trainingBytes,
} from '../../../core/graph/memory.ts';
import { formatBytes, formatCount } from '../../../core/graph/print.ts';
import { backwardCost, im2colWorkspace } from '../../../core/graph/training.ts';
import { type Dimension, multiply } from '../../../core/vocabulary/dimension.ts';

export interface Training {
  readonly batch: number;
  readonly optimiser: keyof typeof OPTIMISER_COPIES;
  readonly dtype: ElementType;
  /** Bytes that the tensors may take, where the largest batch is asked for. */
  readonly memory: number | null;
}

type Line = readonly [string, string];

/** What a step of training takes: the backward pass for one image, memory for the batch, and the batch that would fit. */
export function trainingLines(model: GraphAnalysis, training: Training): readonly Line[] {
  const { nodes, totals } = model;
  const { batch, optimiser, dtype } = training;
  const { toInputs, toWeights } = backwardCost(model).totals;
  const scale = ELEMENT_BYTES[dtype] / FLOAT32_BYTES;
  const count = (value: Dimension): string => formatCount(value, totals.status);
  const bytes = (value: Dimension): string => formatBytes(multiply(value, scale), totals.status);
  return [
    ['backward', `${count(toWeights)} MACs to the weights, ${count(toInputs)} to the inputs`],
    [
      'training',
      `${bytes(trainingBytes(nodes, totals.params, optimiser, batch))} with ${optimiser} and batches of ${batch} in ${dtype}, ${bytes(im2colWorkspace(model))} workspace for im2col`,
    ],
    ...batchLine(model, training, scale),
  ];
}

function batchLine(model: GraphAnalysis, { memory, optimiser }: Training, scale: number): readonly Line[] {
  if (memory === null) return [];
  const fits = (use: 'inference' | 'training'): string => {
    // A lower bound of what one image takes bounds the batch from above only, and says nothing.
    const batch = model.totals.status === 'exact' ? largestBatch(model, memory / scale, use, optimiser) : null;
    return batch === null ? '?' : batch.toLocaleString('en-US');
  };
  return [
    [
      'batch',
      `at most ${fits('training')} images fit into ${formatBytes(memory)} to train, ${fits('inference')} to infer`,
    ],
  ];
}
