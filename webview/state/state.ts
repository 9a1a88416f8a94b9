import type { SequentialMap } from '../../core/engine/colour-map.ts';
import type { Tensor } from '../../core/engine/tensor.ts';
import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { Graph } from '../../core/graph/node.ts';
import type { FilmRow, Metric } from '../models/film.ts';
import type { OpenSize, ValueRange } from '../models/inputs.ts';
import type { ScaleMode, Theme } from '../models/map-colours.ts';
import type { SortKey } from '../models/map-statistics.ts';
import type { MatrixView } from '../models/matrix-view.ts';
import type { Knob, Outcome, Turned } from '../models/what-if.ts';
import type { Place } from '../models/window-view.ts';
import type { ToPanel } from '../protocol/messages.ts';
import type {
  EngineChoice,
  EngineInfo,
  FailureReason,
  KernelFacts,
  KernelPlace,
  MatrixFacts,
  StepSummary,
  Stopped,
  TrialMap,
  ValueFacts,
  WeightsSource,
} from '../worker/protocol.ts';
import type { Mode } from './mode.ts';

/** Everything that the views draw. One immutable value; the panel replaces it and draws again. */
export interface State {
  readonly models: Extract<ToPanel, { type: 'models' }> | null;
  readonly model: Extract<ToPanel, { type: 'model' }> | null;
  /** The model's analysis at the chosen sizes. */
  readonly analysis: GraphAnalysis | null;
  readonly rows: readonly FilmRow[];
  readonly openSizes: readonly OpenSize[];
  readonly selection: Selection;
  /** What the reader looks for among the layers; empty for nothing. */
  readonly search: string;
  /** What is under the pointer in the grid; it outranks the selection in the reader. */
  readonly hover: { readonly map: number; readonly row: number; readonly column: number } | null;
  readonly run: Run;
  /** The engine of the last run and how long the reader waited for it, shown until the next one has its own. */
  readonly last: { readonly engine: EngineInfo; readonly milliseconds: number | null } | null;
  /** By frame key; those of an older run stay until their layer has run again. */
  readonly results: ReadonlyMap<string, LayerResult>;
  /** Results of earlier runs than this one are stale: the code or a choice has changed since. */
  readonly freshFrom: number;
  readonly maps: ShownMaps | null;
  /** The value that the mode Window takes apart, with the last answer. */
  readonly window: ShownWindow | null;
  /** The kernels that the mode Kernels shows, with the last answer. */
  readonly kernels: ShownKernels | null;
  readonly kernelChoice: KernelChoice;
  /** The matrix that the mode Matrix shows, with the last answer, and the row that is looked at. */
  readonly matrix: ShownMatrix | null;
  readonly matrixRow: number | null;
  /** What the mode What if tries; a trial touches neither code nor film. */
  readonly turned: Turned;
  readonly whatIf: ShownWhatIf | null;
  /** What would be written for it; null while nothing is tried or the answer is on its way. */
  readonly edit: Pick<Extract<ToPanel, { type: 'change' }>, 'edits' | 'failure'> | null;
  /** The window moves by itself. */
  readonly playing: boolean;
  /** Frames whose shape the last edit changed, for two seconds. */
  readonly changed: ReadonlySet<string>;
  readonly input: ShownInput | null;
  /** What the host says went wrong, until the next model arrives. */
  readonly failure: string | null;
  readonly settings: Settings;
  readonly theme: Theme;
}

/** One place in the model; every mode of the stage reads it. */
export interface Selection {
  readonly row: string | null;
  /** Null: the first of the grid's order. */
  readonly map: number | null;
  readonly pixel: { readonly row: number; readonly column: number } | null;
  /** The map is shown enlarged where there is no room beside the grid. */
  readonly enlarged: boolean;
}

export type Run = IdleRun | AskingRun | ActiveRun | DoneRun | FailedRun;

interface IdleRun {
  readonly state: 'idle' | 'cancelled';
}

/** So much work that the reader says whether it begins. */
interface AskingRun {
  readonly state: 'asking';
  readonly macs: number;
}

export interface ActiveRun {
  readonly state: 'running';
  readonly id: number;
  readonly startedAt: number;
  /** Bytes of stored weights that have arrived, null while none were asked for. */
  readonly weightsRead: number | null;
  readonly keys: readonly (string | null)[];
  readonly finished: number;
  /** What each step has to make; none until the steps are known. */
  readonly bytes: readonly number[];
  readonly engine: EngineInfo | null;
  readonly stops: readonly Stopped[];
}

export interface DoneRun {
  readonly state: 'done';
  readonly id: number;
  /** What the layers took, without what it took to prepare them and to look at them. */
  readonly milliseconds: number;
  readonly engine: EngineInfo;
  readonly stops: readonly Stopped[];
}

export interface FailedRun {
  readonly state: 'failed';
  readonly id: number;
  readonly message: string;
  readonly key: string | null;
  readonly path: readonly string[];
  /** `worker`: it died. */
  readonly reason: FailureReason | 'worker';
  readonly engine: EngineInfo | null;
}

export interface LayerResult {
  readonly run: number;
  readonly summary: StepSummary;
  readonly milliseconds: number;
}

/** Values of the selected layer's maps that have arrived; more of them make another value, with the same `run`. */
export interface ShownMaps {
  readonly key: string;
  readonly run: number;
  readonly summary: StepSummary;
  readonly planes: ReadonlyMap<number, Float32Array>;
}

/** A value of the selected layer and what it is made of; `facts` is null for a layer that can't be taken apart. */
export interface ShownWindow extends Place {
  readonly key: string;
  readonly run: number;
  readonly step: number;
  readonly facts: ValueFacts | null;
  /** The plane of the input's map that `facts` names. */
  readonly input: Float32Array | null;
}

/** What of the selected layer's kernels is looked at, beside the filter, which is the selected map. */
export type KernelChoice = Pick<KernelPlace, 'channel' | 'drawn' | 'isFlipped'>;

/** The selected layer's kernels; `facts` is null for a layer without. */
export interface ShownKernels {
  readonly key: string;
  readonly run: number;
  readonly step: number;
  readonly place: KernelPlace;
  readonly facts: KernelFacts | null;
}

/** The selected layer as a matrix; `facts` is null for a layer that is none. */
export interface ShownMatrix extends Omit<ShownKernels, 'facts'> {
  readonly size: number | null;
  readonly facts: MatrixFacts | null;
}

/** A layer's knobs, and what every value of each comes to while the others stay as they are turned. */
export interface ShownWhatIf {
  readonly key: string;
  readonly graph: Graph;
  readonly turned: Turned;
  readonly knobs: readonly Knob[];
  readonly code: Outcome;
  readonly trial: Outcome;
  /** By knob, by value. */
  readonly columns: readonly (readonly Outcome[])[];
  /** The selected map as the trial makes it of the run's own input; null while it is not there. */
  readonly map: TrialMap | null;
}

/** The input of the last run: the tensor, and its pixels when it is an image. */
export interface ShownInput {
  readonly tensor: Tensor;
  readonly pixels: Uint8ClampedArray | null;
}

export type InputChoice =
  | { readonly kind: 'sample'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'drawing' }
  | { readonly kind: 'noise'; readonly seed: number };

/** What the reader chose; kept over reloads. */
export interface Settings {
  readonly mode: Mode;
  readonly uri: string | null;
  readonly model: string | null;
  /** Where in that model the reader was. */
  readonly place: Omit<Selection, 'enlarged'> | null;
  readonly metric: Metric;
  readonly sort: SortKey;
  readonly scale: ScaleMode;
  readonly colours: SequentialMap;
  /** Index of the cells' wanted size; null: the largest with which all maps fit. */
  readonly zoom: number | null;
  readonly follow: boolean;
  readonly engine: EngineChoice;
  /** The chosen source of the weights, by model: `modelName` says which. */
  readonly weights: Readonly<Record<string, WeightsSource>>;
  readonly seed: number;
  readonly input: InputChoice | null;
  readonly range: ValueRange;
  readonly sizes: Readonly<Record<string, number>>;
  /** Frames whose folding the reader has changed: `isFolded` knows how they were. */
  readonly folded: readonly string[];
  /** Side of the input that Matrix shows, null for one with a few windows, and how. */
  readonly matrixSize: number | null;
  readonly matrixView: MatrixView;
  /** The argument that What if shows where there is room for one. */
  readonly knob: string;
  /** Windows a second while they move by themselves. */
  readonly speed: number;
  /** Share of the height that the list has when it stands over the stage. */
  readonly sash: number;
}

export const defaultSettings: Settings = {
  mode: 'maps',
  uri: null,
  model: null,
  place: null,
  metric: 'macs',
  sort: 'variance',
  scale: 'layer',
  colours: 'viridis',
  zoom: null,
  follow: true,
  engine: 'auto',
  weights: {},
  seed: 1,
  input: null,
  range: '0..1',
  sizes: {},
  folded: [],
  matrixSize: null,
  matrixView: 'layer',
  knob: 'strides',
  speed: 8,
  sash: 0.4,
};

export const initialState: State = {
  models: null,
  model: null,
  analysis: null,
  rows: [],
  openSizes: [],
  selection: { row: null, map: null, pixel: null, enlarged: false },
  search: '',
  hover: null,
  run: { state: 'idle' },
  last: null,
  results: new Map(),
  freshFrom: 0,
  maps: null,
  window: null,
  kernels: null,
  kernelChoice: { channel: null, drawn: null, isFlipped: false },
  matrix: null,
  matrixRow: null,
  turned: {},
  whatIf: null,
  edit: null,
  playing: false,
  changed: new Set(),
  input: null,
  failure: null,
  settings: defaultSettings,
  theme: 'dark',
};

/** The selected frame, null when nothing is. */
export function selectedRow(state: State): FilmRow | null {
  return state.rows.find((row) => row.key === state.selection.row) ?? null;
}

/** What the last run found of a frame; a nested model shows its output. */
export function resultOf(state: State, row: FilmRow | null): LayerResult | undefined {
  return row ? state.results.get(row.outputKey) : undefined;
}

/** Weights that a run takes: what was chosen, as far as the model has it; else its own, else seeded ones. */
export function weightsSource(state: State): WeightsSource {
  const stored = state.model?.analysis.graph.weights != null;
  const chosen = state.model ? state.settings.weights[modelName(state.model)] : undefined;
  if (chosen === undefined || (chosen === 'stored' && !stored)) return stored ? 'stored' : 'seeded';
  return chosen;
}

/** By what settings tell models apart. */
export function modelName({ uri, analysis }: NonNullable<State['model']>): string {
  return `${uri} ${analysis.graph.name}`;
}

/** The frame whose layer is being computed, null when none is. */
export function runningKey(state: State): string | null {
  return state.run.state === 'running' ? (state.run.keys[state.run.finished] ?? null) : null;
}

/** The input of a model for which none was chosen: a digit for small grey images, a photograph for others. */
export function defaultInput(shape: readonly number[] | undefined): InputChoice {
  if (shape?.length === 4 && shape[3] === 1 && (shape[1] ?? 0) <= 64) return { kind: 'sample', name: 'digit' };
  if (shape?.length === 4 && [1, 3, 4].includes(shape[3] ?? 0)) return { kind: 'sample', name: 'biplane' };
  return { kind: 'noise', seed: 1 };
}
