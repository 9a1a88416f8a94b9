import type { Dimension } from '../vocabulary/dimension.ts';
import type { Cost, Fact, Reach, Shape, WeightSpec } from '../vocabulary/operator.ts';
import type { Graph } from './node.ts';

/** How much a figure is worth. */
export type Status = 'exact' | 'lower-bound' | 'unknown';

export interface ParameterCount {
  readonly total: Dimension;
  readonly trainable: Dimension;
  readonly nonTrainable: Dimension;
}

/** What one application of a layer does. */
export interface NodeAnalysis {
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  readonly facts: readonly Fact[];
  readonly cost: Cost;
  /** 2·macs + biasAdds. */
  readonly flops: Dimension;
  readonly reach: Reach;
  readonly receptiveField: ReceptiveField;
  /** Bytes of the outputs at batch 1, float32. */
  readonly activationBytes: Dimension;
  readonly status: Status;
}

export interface LayerAnalysis {
  readonly weights: readonly WeightSpec[];
  readonly params: ParameterCount;
  /** Indices of the layer's applications. */
  readonly nodes: readonly number[];
  readonly status: Status;
  /** The analysis of a nested model, else null. */
  readonly model: GraphAnalysis | null;
}

/** Per spatial axis, in pixels of the model's input. Distill, "Computing Receptive Fields of Convolutional Neural Networks". */
export interface ReceptiveField {
  readonly size: readonly Dimension[];
  readonly stride: readonly Dimension[];
  readonly padding: readonly Dimension[];
  readonly status: 'exact' | 'upper-bound' | 'whole-input' | 'unknown';
  /** False where branches of different stride or centre were merged. */
  readonly aligned: boolean;
}

export interface Totals {
  readonly params: ParameterCount;
  readonly macs: Dimension;
  readonly flops: Dimension;
  readonly otherOps: Dimension;
  readonly weightBytes: Dimension;
  readonly inferencePeakBytes: Dimension;
  /** Activations, their gradients and parameters · 3 (momentum), at batch 1. */
  readonly trainingBytes: Dimension;
  readonly receptiveField: ReceptiveField;
  readonly status: Status;
}

export interface GraphAnalysis {
  readonly graph: Graph;
  readonly nodes: readonly NodeAnalysis[];
  readonly layers: readonly LayerAnalysis[];
  readonly totals: Totals;
}
