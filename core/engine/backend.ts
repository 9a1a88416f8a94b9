import type { Told } from '../vocabulary/told.ts';
import type { Portions } from './breath.ts';
import type { Keep } from './keeping.ts';
import type { TensorLayout } from './map-layout.ts';
import type { Program, StepOutput } from './program.ts';
import type { Summary } from './summary.ts';
import type { Tensor } from './tensor.ts';
import type { ValueRange } from './value-range.ts';

/** Values of every weight of a program: `weights[stepIndex][weightName]`. */
export type ProgramWeights = readonly Readonly<Record<string, Tensor>>[];

/** Weights that are made when a run reaches their step, so that nobody waits for all of them. */
export interface WeightsByStep {
  /** Equal at every call. */
  of(step: number): Portions<Readonly<Record<string, Tensor>>>;
}

/** A step's weights, whoever has them. */
export function* weightsOf(
  weights: ProgramWeights | WeightsByStep,
  step: number,
): Portions<Readonly<Record<string, Tensor>>> {
  return 'of' in weights ? yield* weights.of(step) : (weights[step] ?? {});
}

/** What a run reports after each step. Times are wall-clock milliseconds. */
export interface StepReport {
  readonly step: number;
  readonly milliseconds: number;
  /** What making the step's weights ready took beside that, in the run that did it. */
  readonly weightsMilliseconds?: number;
  /** Which engine computed the step, where that can differ from the session's own. */
  readonly engine?: Engine['name'];
  /** Why the session's own engine did not compute it. */
  readonly reason?: Told;
  /** The part of the step that the reference engine computed nevertheless: `activation tanh`. */
  readonly referencePart?: Told;
}

export interface LoadOptions {
  /** What must stay readable as it is, `all` unless said; an engine may keep more. The rest is computed again when it is read. */
  readonly keep?: Keep | undefined;
  /** Bytes that outputs, weights and what the engine adds to them may take. */
  readonly budget?: number | undefined;
  /** What another session of this engine has of the same program, or of one that was edited, to be taken over. */
  readonly after?: Earlier | undefined;
}

export interface Earlier {
  readonly session: Session;
  /** So many first steps are the same: what is computed of them is taken over. */
  readonly steps: number;
  /** By step of the new program: the step there that has the same weights, which are taken over where they are ready. */
  readonly weights: readonly (number | undefined)[];
}

export interface RunOptions {
  /** The first step to compute, 0 unless said; those before it are there from another run or session. */
  readonly from?: number | undefined;
  readonly signal?: AbortSignal;
  /** Called after each step; may be async (the run waits). */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
}

/** A program made ready with its weights. What a run has computed is readable until the next run or `dispose`. */
export interface Session {
  /** What it takes, weights and outputs together. */
  readonly bytes: number;
  /** One tensor per program input. Rejects with an `EngineError` that names the step, or with the signal's reason. */
  run(inputs: readonly Tensor[], options?: RunOptions): Promise<void>;
  /**
   * All values, or, as a row, those of a range. While a run is under way, only what is kept and what it has just computed
   * can be looked at.
   */
  read(output: StepOutput, range?: ValueRange): Promise<Tensor>;
  /** Statistics of every map and a small picture, made where the values are. */
  summary(output: StepOutput, layout: TensorLayout): Promise<Summary>;
  dispose(): void;
}

/** A place that kernels run in. The reference engine is the law; every other is compared with it. */
export interface Engine {
  readonly name: 'reference' | 'webgpu' | 'wasm';
  /** For people: `JavaScript, float64 sums` or the adapter's name. */
  readonly description: string;
  /** Rejects with an `EngineError` that names the step at which the memory does not suffice. */
  load(program: Program, weights: ProgramWeights | WeightsByStep, options?: LoadOptions): Promise<Session>;
  dispose(): void;
}

/** How far a session has come: a run resumes from no step that it has not. */
export function checkResumption(from: number, reached: number, { steps }: Program): void {
  if (from <= reached) return;
  throw new EngineError('A run cannot resume behind a step that was not computed', steps[reached]?.path ?? []);
}

/** A failure with its place: the step's path and what to do about it. */
export class EngineError extends Error {
  readonly path: readonly string[];

  constructor(message: string, path: readonly string[]) {
    super(message);
    this.name = 'EngineError';
    this.path = path;
  }
}
