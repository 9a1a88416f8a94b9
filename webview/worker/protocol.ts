import type { SliceParts } from '../../core/engine/inspect/kernel-parts.ts';
import type { MatrixParts } from '../../core/engine/inspect/matrix-parts.ts';
import type { RecurrentParts } from '../../core/engine/inspect/recurrent-parts.ts';
import type { How } from '../../core/engine/inspect/summands.ts';
import type { Taps } from '../../core/engine/inspect/taps.ts';
import type { MapLayout } from '../../core/engine/map-layout.ts';
import type { Axis } from '../../core/engine/reference/geometry.ts';
import type { Summary } from '../../core/engine/summary.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { Graph } from '../../core/graph/node.ts';
import type { Trial } from '../../core/graph/trial.ts';

/** Messages between the panel and the worker that runs the network: two closed unions. Outputs stay in the worker. */

/** The engines that a run can ask for; `auto` takes WebGPU when there is a real GPU behind it, else WebAssembly. */
export type EngineChoice = 'auto' | 'reference' | 'wasm' | 'webgpu';

/** Where values of the weights come from: beside the model, a seeded generator, hand-made filters, or the input itself. */
export type WeightsSource = 'stored' | 'seeded' | 'designed' | 'learned';

export type ToWorker =
  /** A model's graph, once: runs name it by the number. */
  | { readonly type: 'model'; readonly model: number; readonly graph: Graph }
  | {
      readonly type: 'run';
      readonly run: number;
      /** Changes with the graph: runs of the same model keep their weights and what was compiled. */
      readonly model: number;
      readonly inputs: readonly Tensor[];
      readonly engine: EngineChoice;
      readonly weights: WeightsSource;
      readonly seed: number;
      /** Bytes; see `memoryBudget` of the panel's protocol. */
      readonly memoryBudget?: number | undefined;
    }
  | { readonly type: 'cancel'; readonly run: number }
  /** The steps whose summaries are on screen: those come first. */
  | { readonly type: 'visible'; readonly run: number; readonly steps: readonly number[] }
  /** Values of some maps of a step of the run, as H·W planes in the order asked for. */
  | {
      readonly type: 'maps';
      readonly request: number;
      readonly run: number;
      readonly step: number;
      readonly maps: readonly number[];
    }
  /** What one value of a step's output is made of, at a place in the step's layout. */
  | {
      readonly type: 'window';
      readonly request: number;
      readonly run: number;
      readonly step: number;
      readonly map: number;
      readonly row: number;
      readonly column: number;
      /** The input's map that the page has already. */
      readonly inputMap: number | null;
    }
  /** A step's matrix on a small part of its input around a place. */
  | ({
      readonly type: 'matrix';
      readonly request: number;
      readonly run: number;
      readonly step: number;
      /** Side of the part; null for one with a few windows. */
      readonly size: number | null;
    } & KernelPlace)
  /** Runs a step alone with other arguments, one set after the other; the first one's map is shown. */
  | {
      readonly type: 'trials';
      readonly request: number;
      readonly run: number;
      readonly step: number;
      readonly path: readonly number[];
      readonly sets: readonly Trial['set'][];
      readonly map: number;
    }
  /** The kernels of a step, as images, and one of them taken apart. */
  | ({ readonly type: 'kernels'; readonly request: number; readonly run: number; readonly step: number } & KernelPlace)
  /** The answer to `read`. */
  | {
      readonly type: 'file';
      readonly request: number;
      readonly bytes: ArrayBuffer | null;
      readonly error?: string;
    }
  /** Answered with `pong` as soon as the worker hears messages, which it does between the steps of a run. */
  | { readonly type: 'ping' };

export type FromWorker =
  | {
      readonly type: 'started';
      readonly run: number;
      /** Layer labels of each step, outermost model first. */
      readonly steps: readonly (readonly string[])[];
      /** What each step has to make: outputs, and weights where it is the first to use them. */
      readonly bytes: readonly number[];
      readonly engine: EngineInfo;
      readonly weights: WeightsSource;
      /** Layers that can't be computed, and why; what does not depend on them runs. */
      readonly stops: readonly Stopped[];
    }
  /** In the order of execution; a step's summary may come much later. */
  | { readonly type: 'computed'; readonly run: number; readonly step: number }
  | { readonly type: 'step'; readonly run: number; readonly summary: StepSummary }
  /** Times per step, measured without the reading back that `step` needs. */
  | { readonly type: 'done'; readonly run: number; readonly milliseconds: readonly number[] }
  | {
      readonly type: 'failed';
      readonly run: number;
      readonly message: string;
      /** Where it failed; empty when no layer is to blame. */
      readonly path: readonly string[];
      readonly reason: FailureReason;
    }
  | { readonly type: 'cancelled'; readonly run: number }
  /** The worker no longer has the graph of this run's model: it wants `model`, and the run again. */
  | { readonly type: 'modelNeeded'; readonly run: number }
  | { readonly type: 'pong' }
  | {
      readonly type: 'maps';
      readonly request: number;
      readonly run: number;
      readonly step: number;
      readonly maps: readonly number[];
      readonly planes: Float32Array[];
    }
  /** Null for a layer whose values can't be taken apart. */
  | { readonly type: 'window'; readonly request: number; readonly run: number; readonly facts: ValueFacts | null }
  /** Null for a layer without kernels. */
  | { readonly type: 'kernels'; readonly request: number; readonly run: number; readonly facts: KernelFacts | null }
  /** Null for a layer that is no matrix of one kernel. */
  | { readonly type: 'matrix'; readonly request: number; readonly run: number; readonly facts: MatrixFacts | null }
  /** The answer for one of the sets; null where it can't be built. */
  | {
      readonly type: 'trial';
      readonly request: number;
      readonly run: number;
      readonly index: number;
      readonly milliseconds: number | null;
      readonly map: TrialMap | null;
    }
  /** A file beside the model; `base` and `path` as in its weights manifest. */
  | { readonly type: 'read'; readonly request: number; readonly base: string; readonly path: string };

/** One output value taken apart. */
export type ValueFacts = WindowFacts | RecurrentFacts;

/** A step of a layer that remembers, with what the engine computed. */
export interface RecurrentFacts extends RecurrentParts {
  readonly how: 'recurrent';
  readonly value: number;
}

/** A value that is made of what one window meets. */
export interface WindowFacts {
  readonly how: How;
  readonly scatters: boolean;
  readonly taps: Taps;
  /** Height and width of the window; null where it is the whole input or a single pixel. */
  readonly axes: readonly [Axis, Axis] | null;
  readonly planes: readonly WindowPlane[];
  /** Channels whose numbers were left out, and their part of the sum. */
  readonly others: { readonly count: number; readonly sum: number };
  readonly sum: number;
  readonly bias: number | null;
  /** By what a mean divides. */
  readonly divisor: number;
  /** The p of a norm. */
  readonly power: number;
  /** The weights are what several kernels in turn come to. */
  readonly combined: boolean;
  readonly activation: string | null;
  /** What the engine computed. */
  readonly value: number;
  /** Layers that go on with this very value. */
  readonly followers: readonly WindowFollower[];
  readonly inputStep: number;
  /** A map of the input to look at; its plane only where the page does not have it. Null where it has no extent. */
  readonly input: {
    readonly map: number;
    readonly height: number;
    readonly width: number;
    readonly plane: Float32Array | null;
  } | null;
}

/** One input channel under the window, tap by tap. */
export interface WindowPlane {
  readonly channel: number;
  readonly values: Float32Array;
  /** Null where nothing is multiplied (pooling). */
  readonly weights: Float32Array | null;
  readonly sum: number;
}

/** One channel of a filter as a matrix over a small part of the input. */
export interface MatrixFacts extends MatrixParts {
  readonly filter: number;
  readonly channel: number;
  readonly channels: number;
  readonly inputChannel: number;
  readonly kernel: { readonly rows: number; readonly columns: number; readonly values: Float32Array };
  /** Where the part begins in the input. */
  readonly top: number;
  readonly left: number;
  readonly x: Float32Array;
  /** M · x */
  readonly y: Float32Array;
  /** Mᵀ · y */
  readonly back: Float32Array;
  /** Sides that the part may have: the window fits, and the input has so much. */
  readonly sizes: readonly number[];
}

export interface TrialMap {
  readonly height: number;
  readonly width: number;
  readonly plane: Float32Array;
}

/** Which kernel is looked at, at a place in the step's layout, and what is done to it. */
export interface KernelPlace {
  readonly map: number;
  readonly row: number;
  readonly column: number;
  /** Of the channels that a filter reads; null is the one with the largest weights. */
  readonly channel: number | null;
  /** What the reader has drawn in its place, tap by tap. */
  readonly drawn: Float32Array | null;
  /** Turned by half a turn, as a convolution in the strict sense would. */
  readonly isFlipped: boolean;
}

/** A layer's kernels. */
export interface KernelFacts {
  readonly rows: number;
  readonly columns: number;
  /** One image per filter: its slice of the channel, or all its channels folded into rows where a slice is one number. */
  readonly images: KernelImages;
  /** Filters of the layer; more than there are images where all would be too much. */
  readonly filters: number;
  readonly channels: number;
  readonly combined: boolean;
  readonly filter: number;
  readonly channel: number;
  /** The input channel that `channel` is. */
  readonly inputChannel: number;
  readonly inputStep: number;
  /** Over all channels of the filter. */
  readonly statistics: Readonly<Record<'sum' | 'norm' | 'mean' | 'min' | 'max', number>>;
  /** Filters whose weights are next to nothing beside the largest filter's. */
  readonly nearZero: number;
  /** Of the filter: all its channels where they are few, else the one that is looked at. */
  readonly slices: readonly { readonly channel: number; readonly values: Float32Array }[];
  /** The channel that is looked at, as drawn and flipped. */
  readonly slice: Float32Array;
  readonly parts: SliceParts | null;
  readonly response: KernelResponse | null;
}

export interface KernelImages extends Pick<Summary, 'statistics'> {
  readonly layout: MapLayout;
  readonly planes: readonly Float32Array[];
}

/** One map of the input, and what the slice and its separable form make of it. */
export interface KernelResponse {
  readonly height: number;
  readonly width: number;
  readonly input: Float32Array;
  readonly own: Float32Array;
  readonly separable: Float32Array;
}

export type WindowFollower =
  | {
      readonly kind: 'normalisation';
      readonly label: string;
      readonly scale: number;
      readonly shift: number;
      readonly value: number;
    }
  | { readonly kind: 'activation'; readonly label: string; readonly name: string; readonly value: number };

export interface Stopped {
  readonly path: readonly string[];
  readonly why: string;
}

/** What was being done when a run failed: it decides which action the panel offers. */
export type FailureReason = 'compile' | 'weights' | 'run';

export interface EngineInfo {
  readonly name: 'reference' | 'wasm' | 'webgpu';
  readonly description: string;
  /** Why another engine runs than the one that was wanted; null when nothing is to be said. */
  readonly note: string | null;
}

/** What the film and the grid need of a step before any map is sent. */
export interface StepSummary extends Summary {
  readonly step: number;
  readonly milliseconds: number;
  /** What computed it, where that is not the run's engine alone. */
  readonly computedBy: ComputedBy | null;
  readonly shape: readonly number[];
  readonly layout: MapLayout;
}

/** A step that the run's engine left to another, or a part of it, and why. */
export interface ComputedBy {
  readonly engine: EngineInfo['name'];
  /** `no kernel for upSampling2d`; of a part: `activation softmax`. */
  readonly reason: string;
  /** True where the engine did the rest itself. */
  readonly partly: boolean;
}
