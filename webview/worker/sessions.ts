import type { ProgramWeights, Session, StepReport, WeightsByStep } from '../../core/engine/backend.ts';
import type { TensorLayout } from '../../core/engine/map-layout.ts';
import type { Program } from '../../core/engine/program.ts';
import type { Graph } from '../../core/graph/node.ts';
import type { EngineInfo, StepSummary, Stopped } from './protocol.ts';
import { sharedSteps } from './shared-steps.ts';

/** A program ready to run. It outlives a run, so that another input costs neither compiling nor weights. */
export interface Loaded {
  readonly key: string;
  /** What it was compiled from. */
  readonly graph: Graph;
  readonly seed: number;
  readonly program: Program;
  readonly layouts: readonly TensorLayout[];
  readonly session: Session;
  readonly info: EngineInfo;
  readonly stops: readonly Stopped[];
  readonly weights: ProgramWeights | WeightsByStep;
  /** What else the weights depend on: a step that is the same in two programs has the same ones. */
  readonly weightsKey: string;
  /** True until it first runs: run again, it computes everything. */
  isNew: boolean;
  /** Of the inputs that the session last ran on. */
  inputs: readonly number[];
  /** Of the steps that it has computed of them: the first ones, in order. */
  reports: StepReport[];
  /** By step; those that were not on screen may be missing when a run was stopped. */
  summaries: Map<number, StepSummary>;
}

/** Networks that a person goes to and fro between. */
const MOST = 4;

/** The networks that ran last, the latest first, as many as fit into the memory that a run may take. */
export class Sessions {
  private kept: readonly Loaded[] = [];

  find(key: string): Loaded | undefined {
    return this.kept.find((one) => one.key === key);
  }

  /** Of those with such weights the one that has the most of a program; the latest of several. */
  nearest(program: Program, weightsKey: string): Loaded | undefined {
    const candidates = this.kept.filter((one) => one.weightsKey === weightsKey);
    const shared = new Map(candidates.map((one) => [one, sharedSteps(one.program, program)]));
    return candidates.reduce<Loaded | undefined>(
      (best, one) => (best && (shared.get(best) ?? 0) >= (shared.get(one) ?? 0) ? best : one),
      undefined,
    );
  }

  /** It is the latest now. @param budget in bytes, for all together */
  use(loaded: Loaded, budget: number): void {
    this.keep([loaded, ...this.kept.filter((one) => one !== loaded)], budget, loaded);
  }

  /** Makes room for another one. @param needed what it is made from, and stays */
  makeRoom(budget: number, needed: Loaded | undefined): void {
    this.keep(this.kept, budget, needed);
  }

  /** Those of an engine are lost. */
  forget(engine: EngineInfo['name']): void {
    this.kept = this.kept.filter(({ info }) => info.name !== engine);
  }

  private keep(all: readonly Loaded[], budget: number, needed: Loaded | undefined): void {
    let bytes = needed?.session.bytes ?? 0;
    this.kept = all.filter((one, index) => {
      if (one === needed) return true;
      bytes += one.session.bytes;
      return index < MOST && bytes <= budget;
    });
    for (const one of all) if (!this.kept.includes(one)) one.session.dispose();
  }
}
