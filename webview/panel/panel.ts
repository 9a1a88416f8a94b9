import * as l10n from '@vscode/l10n';
import type { Host } from '../host/connect.ts';
import { bindSizes } from '../models/bind-sizes.ts';
import { withBlocks } from '../models/blocks.ts';
import { type FilmRow, filmRows, isFolded, openedAround, withToggled } from '../models/film.ts';
import { openSizes } from '../models/inputs.ts';
import type { Theme } from '../models/map-colours.ts';
import { markProblems } from '../models/problems.ts';
import { changedShapes, firstOfInterest, keptSelection } from '../models/steps.ts';
import { writtenArguments } from '../models/what-if.ts';
import { steppedPlace } from '../models/window-view.ts';
import type { ToPanel } from '../protocol/messages.ts';
import { Engine, type EngineEvents, type WorkerPort } from '../run/engine.ts';
import { InputSource } from '../run/input-source.ts';
import { Runs } from '../run/runs.ts';
import type { Mode } from '../state/mode.ts';
import { windowPlace } from '../state/shown-window.ts';
import {
  type InputChoice,
  initialState,
  modelName,
  type Selection,
  type Settings,
  type State,
  selectedRow,
} from '../state/state.ts';
import { Store } from '../state/store.ts';
import type { WeightsSource } from '../worker/protocol.ts';
import { Player } from './player.ts';
import { savedMap } from './save.ts';
import { VisibleFrames } from './visible-frames.ts';

/** Edits closer together than this make one run, in milliseconds. */
const editPause = 300;
/** How long a shape that an edit changed stands out, in milliseconds. */
const changeShown = 2000;

/** Models whose choice of weights is remembered. */
const mostWeightsChoices = 32;

type Model = Extract<ToPanel, { type: 'model' }>;

/** Settings that change what is computed, not only how it is shown. */
const decisive: readonly (keyof Settings)[] = ['engine', 'weights', 'seed', 'range', 'sizes'];

/** The panel's behaviour: what the host and the worker say changes the state, what the reader does becomes messages. */
export class Panel {
  readonly inputs = new InputSource();
  readonly frames = new VisibleFrames((keys) => this.runs.see(keys));
  private readonly store: Store;
  private readonly host: Host;
  private readonly runs: Runs;
  private readonly engine: Engine;
  /** Files that the worker waits for: the number that the host was given, and the worker's own. */
  private readonly reading = new Map<number, number>();
  private reads = 0;
  /** Of what was asked to be written; an answer to an older question is dropped. */
  private changes = 0;
  private readonly player = new Player((steps) => this.step(steps * this.stride()));
  private changeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, startWorker: () => WorkerPort, draw: (state: State, panel: Panel) => void) {
    this.host = host;
    this.store = new Store((state) => draw(state, this));
    this.engine = new Engine(startWorker, {
      onMessage: (message) => this.receiveFromWorker(message),
      onDead: (why) => this.workerDied(why),
    });
    this.runs = new Runs(this.store, this.inputs, this.engine);
  }

  current(): State {
    return this.store.state;
  }

  start(): void {
    const settings = this.host.settings();
    // An opened file and a drawing do not outlive the page.
    const lost = settings.input?.kind === 'file' || settings.input?.kind === 'drawing';
    this.store.update({ settings: lost ? { ...settings, input: null } : settings });
    this.host.onMessage((message) => this.receive(message));
    this.host.post({ type: 'ready' });
  }

  setTheme(theme: Theme): void {
    this.store.update({ theme });
  }

  // What the reader does.

  choose(uri: string, index: number): void {
    this.host.post({ type: 'choose', uri, index });
  }

  /** Selects a frame and shows its call; `focus` moves the keyboard into the editor as well. */
  select(key: string, focus = false): void {
    this.selectRow(key);
    this.locate(focus);
  }

  locate(focus: boolean): void {
    const { model } = this.store.state;
    const row = selectedRow(this.store.state);
    if (!model || !row) return;
    this.host.post({ type: 'locate', uri: model.uri, index: model.index, layer: row.layerIndex, focus });
  }

  /** Moves inside the selected layer. */
  point(change: Partial<Omit<Selection, 'row'>>): void {
    this.store.update({ selection: { ...this.store.state.selection, ...change } });
    this.keepPlace();
    this.runs.show();
  }

  setMode(mode: Mode): void {
    this.pause();
    this.set({ mode });
    this.runs.show();
  }

  /** Moves the window by so many output positions. */
  step(steps: number): void {
    const place = windowPlace(this.store.state);
    const layout = this.store.state.maps?.summary.layout;
    if (!place || !layout) return;
    const { map, row, column } = steppedPlace(place, layout, steps);
    this.point({ map, pixel: { row, column } });
  }

  /** Lets the window move by itself, by rows where motion is to be reduced, or stops it. */
  play(): void {
    if (this.store.state.playing) {
      this.pause();
      return;
    }
    this.store.update({ playing: true });
    this.player.start(this.store.state.settings.speed);
  }

  private pause(): void {
    this.player.stop();
    this.store.update({ playing: false });
  }

  /** Looks at another channel of the kernels, draws one, or turns it around. */
  chooseKernel(change: Partial<State['kernelChoice']>): void {
    this.store.update({ kernelChoice: { ...this.store.state.kernelChoice, ...change } });
    this.runs.show();
  }

  /** Looks at another row of the matrix. */
  chooseRow(matrixRow: number): void {
    this.store.update({ matrixRow });
  }

  /** How the matrix is shown; its rows are others then. */
  setMatrix(change: Partial<Pick<Settings, 'matrixSize' | 'matrixView'>>): void {
    this.store.update({ matrixRow: null });
    this.set(change);
    this.runs.show();
  }

  /** Tries another value of an argument or of the input's size; null goes back to the code's values. */
  turn(knob: string | null, place = 0): void {
    this.store.update({ turned: knob === null ? {} : { ...this.store.state.turned, [knob]: place }, edit: null });
    this.askForEdit(false);
    this.runs.show();
  }

  /** Writes what is tried into the code; the model comes back changed. */
  applyTrial(): void {
    this.askForEdit(true);
  }

  private askForEdit(apply: boolean): void {
    const { model, turned, whatIf } = this.store.state;
    const row = selectedRow(this.store.state);
    if (!model || !row || whatIf?.key !== row.key) return;
    const set = writtenArguments(whatIf.knobs, turned);
    if (Object.keys(set).length === 0) return;
    const request = ++this.changes;
    this.host.post({ type: 'change', request, uri: model.uri, index: model.index, path: row.path, set, apply });
  }

  /** Selects the output channel that a filter makes; a drawn kernel was another one's. */
  chooseFilter(filter: number): void {
    const { maps, selection, kernelChoice } = this.store.state;
    const hasMaps = maps?.summary.layout.kind === 'maps' && maps.summary.shape.length > 3;
    this.store.update({ kernelChoice: { ...kernelChoice, drawn: null } });
    this.point(hasMaps ? { map: filter } : { pixel: { row: selection.pixel?.row ?? 0, column: filter } });
  }

  setSpeed(speed: number): void {
    this.set({ speed });
    if (this.store.state.playing) this.player.start(speed);
  }

  /** The editor may load the page anew: then it opens where the reader was. */
  private keepPlace(): void {
    const { row, map, pixel } = this.store.state.selection;
    this.store.updateSettings({ place: { row, map, pixel } });
    this.host.keep(this.store.state.settings);
  }

  /** Shows one map alone where there is no room beside the grid, null goes back to all. */
  enlarge(map: number | null): void {
    this.point(map === null ? { enlarged: false } : { map, enlarged: true });
    const target = map === null ? 'convlens-map-grid' : 'convlens-map-view';
    // The view appears with the next drawing; the keyboard follows it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => document.querySelector<HTMLElement>(target)?.focus({ preventScroll: true })),
    );
  }

  hover(hover: State['hover']): void {
    if (hover !== this.store.state.hover) this.store.update({ hover });
  }

  set(change: Partial<Settings>): void {
    this.store.updateSettings(change);
    this.host.keep(this.store.state.settings);
    const { model, settings } = this.store.state;
    if (change.sizes && model) this.store.update(atSizes(model, settings.sizes));
    if (decisive.some((name) => name in change)) this.runs.schedule(0);
  }

  setInput(input: InputChoice): void {
    this.set({ input });
    this.runs.schedule(input.kind === 'drawing' ? 100 : 0);
  }

  async openFile(file: File): Promise<void> {
    const problem = await this.inputs.open(file).catch(messageOf);
    if (problem === null) this.setInput({ kind: 'file', name: file.name });
    else this.store.update({ failure: problem });
  }

  search(text: string): void {
    this.store.update({ search: text });
  }

  fold(key: string): void {
    const { rows, settings } = this.store.state;
    this.set({ folded: withToggled(settings.folded, key) });
    // What is folded away is not left selected.
    const row = rows.find((one) => one.key === key);
    const isInside = selectedRow(this.store.state)?.parents.includes(key) ?? false;
    if (row && isInside && isFolded(row, new Set(this.store.state.settings.folded))) this.selectRow(key);
  }

  run(): void {
    this.runs.runNow();
  }

  /** Chooses where the shown model's weights come from; other models keep their own choice. */
  setWeights(source: WeightsSource): void {
    const { model, settings } = this.store.state;
    if (!model) return;
    const { [modelName(model)]: _, ...others } = settings.weights;
    const kept = Object.entries(others).slice(1 - mostWeightsChoices);
    this.set({ weights: { ...Object.fromEntries(kept), [modelName(model)]: source } });
  }

  cancel(): void {
    this.runs.cancel();
  }

  need(maps: readonly number[]): void {
    this.runs.maps.need(maps);
  }

  dismissFailure(): void {
    this.store.update({ failure: null });
  }

  /** Lets the user say with which arguments the model's function is called. */
  assume(): void {
    this.host.post({ type: 'assume' });
  }

  trust(): void {
    this.host.post({ type: 'trust' });
  }

  async save(format: 'png' | 'npy'): Promise<void> {
    try {
      const saved = await savedMap(this.store.state, format);
      if (saved) this.host.post({ type: 'save', ...saved });
    } catch (error) {
      this.store.update({ failure: l10n.t('The map could not be saved: {0}', messageOf(error)) });
    }
  }

  // What the host and the worker say.

  private receive(message: ToPanel): void {
    switch (message.type) {
      case 'models':
        this.store.update({ models: message });
        break;
      case 'model':
        this.receiveModel(message);
        break;
      case 'reveal':
        this.reveal(message);
        break;
      case 'visible':
        this.runs.setVisible(message.visible);
        break;
      case 'file':
        this.receiveFile(message);
        break;
      case 'change':
        if (message.request === this.changes)
          this.store.update({ edit: { edits: message.edits, failure: message.failure } });
        break;
      case 'failed':
        this.store.update({ failure: message.message });
        break;
      default:
        message satisfies never;
    }
  }

  private receiveModel(model: Model): void {
    const { state } = this.store;
    const sized = atSizes(model, state.settings.sizes);
    const { rows } = sized;
    const again = state.model?.uri === model.uri && state.model.index === model.index;
    this.store.update({
      model,
      ...sized,
      failure: null,
      selection: again ? stillSelected(state, rows) : firstSelected(state.settings, model, rows),
      ...(again
        ? {}
        : {
            results: new Map(),
            maps: null,
            window: null,
            kernels: null,
            matrix: null,
            whatIf: null,
            search: '',
            input: null,
            last: null,
            run: { state: 'idle' } as const,
          }),
    });
    if (state.model?.analysis.graph !== model.analysis.graph) this.store.update({ turned: {}, edit: null });
    this.markChanged(again ? changedShapes(state.rows, rows) : new Set());
    this.set({ uri: model.uri, model: model.analysis.graph.name });
    this.openAround(rows, this.store.state.settings, this.store.state.selection.row);
    this.keepPlace();
    this.runs.schedule(again ? editPause : 0);
    this.runs.show();
  }

  /** Positions between two windows that are shown: whole rows where motion is to be reduced. */
  private stride(): number {
    const isReduced =
      matchMedia('(prefers-reduced-motion: reduce)').matches ||
      document.body.classList.contains('vscode-reduce-motion');
    return isReduced ? (this.store.state.maps?.summary.layout.width ?? 1) : 1;
  }

  private markChanged(changed: ReadonlySet<string>): void {
    clearTimeout(this.changeTimer);
    this.store.update({ changed });
    if (changed.size > 0) this.changeTimer = setTimeout(() => this.store.update({ changed: new Set() }), changeShown);
  }

  private reveal(message: Extract<ToPanel, { type: 'reveal' }>): void {
    const { model, rows, settings } = this.store.state;
    if (!settings.follow) return;
    if (model?.uri !== message.uri || model.index !== message.index) return;
    const row = rows.find((one) => one.layerIndex === message.layer && one.block === null);
    if (row && selectedRow(this.store.state)?.layerIndex !== message.layer) this.selectRow(row.key);
  }

  private selectRow(row: string): void {
    const { rows, settings, selection } = this.store.state;
    if (row === selection.row) return;
    this.openAround(rows, settings, row);
    const { enlarged } = this.store.state.selection;
    this.store.update({
      selection: { row, map: null, pixel: null, enlarged },
      kernelChoice: initialState.kernelChoice,
      matrixRow: null,
      turned: {},
      edit: null,
    });
    this.keepPlace();
    this.runs.show();
  }

  /** A selected frame is seen: the blocks around it open. */
  private openAround(rows: readonly FilmRow[], { folded }: Settings, row: string | null): void {
    const opened = openedAround(rows, folded, row);
    if (opened !== folded) this.set({ folded: opened });
  }

  private receiveFromWorker(message: Parameters<EngineEvents['onMessage']>[0]): void {
    if (message.type === 'read') {
      const { base, path } = message;
      const request = ++this.reads;
      this.reading.set(request, message.request);
      this.runs.weightsArrived(0);
      this.host.post({ type: 'read', request, base, path });
    } else this.runs.receive(message);
  }

  /** Passes a file to the worker that asked for it; what a dead one asked for is dropped. */
  private receiveFile({ request, bytes, error }: Extract<ToPanel, { type: 'file' }>): void {
    const asked = this.reading.get(request);
    if (asked === undefined) return;
    this.reading.delete(request);
    this.runs.weightsArrived(bytes?.byteLength ?? 0);
    const answer = { type: 'file', request: asked, bytes, ...(error === undefined ? {} : { error }) } as const;
    this.engine.post(answer, bytes ? [bytes] : []);
  }

  private workerDied(why: string): void {
    this.reading.clear();
    this.runs.died(why);
  }
}

function stillSelected({ rows: before, selection }: State, rows: readonly FilmRow[]): Selection {
  const row = keptSelection(before, rows, selection.row);
  return row === selection.row ? selection : { row, map: null, pixel: null, enlarged: false };
}

/** Where the page was before it was loaded anew, else the first layer worth a look. */
function firstSelected({ uri, model: name, place }: Settings, model: Model, rows: readonly FilmRow[]): Selection {
  const isSame = uri === model.uri && name === model.analysis.graph.name;
  if (isSame && place && rows.some(({ key }) => key === place.row)) return { ...place, enlarged: false };
  return { row: firstOfInterest(rows), map: null, pixel: null, enlarged: false };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What follows from a model and the sizes chosen for it. */
function atSizes(
  { analysis: given, problems }: Model,
  sizes: Settings['sizes'],
): Pick<State, 'analysis' | 'rows' | 'openSizes'> {
  const open = openSizes(given, sizes);
  const analysis = bindSizes(given, open);
  return { analysis, rows: withBlocks(markProblems(filmRows(analysis), problems)), openSizes: open };
}
