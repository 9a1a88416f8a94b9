import { commands, type Disposable, type Uri, type ViewColumn, type Webview, workspace } from 'vscode';
import { type CommandArguments, commands as links } from '../../../server/protocol.ts';
import { isFromPanel } from '../../../webview/protocol/from-panel.ts';
import type { FromPanel, PanelState, ToPanel } from '../../../webview/protocol/messages.ts';
import type { Cursor, CursorPlace } from '../cursor.ts';
import { readBytes } from '../read-file.ts';
import type { Server } from '../server.ts';
import { changeCode } from './change-code.ts';
import { type Examples, listModels } from './examples.ts';
import { revealCall } from './reveal-call.ts';
import { saveFile } from './save-file.ts';
import { weightBases, weightFile } from './weight-files.ts';

export interface PanelServices {
  readonly server: Server;
  readonly cursor: Cursor;
  readonly examples: Examples;
  readonly extensionUri: Uri;
  /** Opens a panel of its own for what this one shows. */
  readonly openBeside: (target: CommandArguments) => void;
}

export interface PanelOptions {
  /** What the panel showed before the window was loaded anew. */
  readonly restored?: PanelState | undefined;
  /** The side bar's panel goes with the cursor from file to file; one beside a file stays with that file. */
  readonly followsFiles: boolean;
  /** The group that a tab is in, undefined in the side bar. */
  readonly column?: () => ViewColumn | undefined;
  /** Learns the name of the model that is shown. */
  readonly onShown?: (name: string) => void;
}

/** The largest weights file that is passed to a panel: all of VGG-16 in float32 is 528 MiB. */
const largestWeightsFile = 600 * 2 ** 20;

interface Shown extends CommandArguments {
  /** The model's name, by which it is found again when models are added before it. */
  readonly name: string | null;
}

/**
 * The extension's end of one panel, in the side bar or beside the editor. It passes on what the server knows and what
 * the panel wants, and keeps which model is shown, nothing else.
 */
export class Panel implements Disposable {
  readonly #webview: Webview;
  readonly #services: PanelServices;
  readonly #followsFiles: boolean;
  readonly #column: () => ViewColumn | undefined;
  readonly #onShown: (name: string) => void;
  readonly #subscriptions: Disposable[];
  #shown: Shown | null;
  #activeFile: string | null = null;
  /** The place of the cursor that was followed last. */
  #followed = '';
  #ready = false;
  #refreshes = 0;
  #bases: ReadonlySet<string> = new Set();

  constructor(
    webview: Webview,
    services: PanelServices,
    { restored, followsFiles, column = () => undefined, onShown = () => {} }: PanelOptions,
  ) {
    this.#webview = webview;
    this.#services = services;
    this.#followsFiles = followsFiles;
    this.#column = column;
    this.#onShown = onShown;
    this.#shown = restored?.uri ? { uri: restored.uri, index: 0, name: restored.model } : null;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)),
      services.cursor.onMoved((place) => void this.#follow(place)),
      services.server.onAnalysed(({ uri }) => void this.#analysed(uri)),
      workspace.onDidGrantWorkspaceTrust(() => void this.#refreshModel()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('convlens.memoryBudget')) void this.#refreshModel();
      }),
    ];
  }

  /** Shows a model and, if one is named, its layer; at once or as soon as the page is ready. */
  async show(target: CommandArguments): Promise<void> {
    const same = this.#shown?.uri === target.uri && this.#shown.index === target.index;
    this.#shown = { ...target, name: same ? (this.#shown?.name ?? null) : null };
    if (!this.#ready) return;
    if (!same) await this.#refreshModel();
    this.#reveal(target);
  }

  /** It was hidden or is seen again. A hidden page is kept and lets its engine go after a while. */
  setVisible(visible: boolean): void {
    if (this.#ready) this.#post({ type: 'visible', visible });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    if (!isFromPanel(message)) {
      this.#services.server.log('A message that is not the panel’s was dropped', typeof message);
      return;
    }
    try {
      await this.#answer(message);
    } catch (error) {
      this.#fail(message.type, error);
    }
  }

  async #answer(message: FromPanel): Promise<void> {
    const { server, cursor } = this.#services;
    switch (message.type) {
      case 'ready':
        return this.#start();
      case 'choose':
        return this.show({ uri: message.uri, index: message.index });
      case 'locate':
        return revealCall(server, message, this.#column(), (uri, position) => cursor.expect(this, uri, position));
      case 'read':
        return this.#read(message);
      case 'save':
        return saveFile(message.name, new Uint8Array(message.bytes), this.#shown?.uri ?? null);
      case 'change':
        this.#post(await changeCode(server, message));
        return;
      case 'openBeside':
        if (this.#shown) this.#services.openBeside(this.#shown);
        return;
      case 'assume':
        if (this.#shown) await commands.executeCommand(links.assumeCall, this.#shown);
        return;
      case 'trust':
        await commands.executeCommand('workbench.trust.manage');
        return;
      default:
        message satisfies never;
    }
  }

  /** The page has been loaded, for the first time or again after it was hidden. */
  async #start(): Promise<void> {
    this.#ready = true;
    const place = this.#services.cursor.place;
    this.#activeFile = place?.uri ?? null;
    if (place?.info.model && (this.#followsFiles || !this.#shown)) {
      this.#shown = { uri: place.uri, index: place.info.model.index, layer: place.info.layer?.index, name: null };
    }
    const shown = this.#shown;
    await Promise.all([this.#refreshList(), this.#refreshModel()]);
    if (shown) this.#reveal(shown);
  }

  async #follow(place: CursorPlace | null): Promise<void> {
    if (!place || !this.#ready) return;
    if (place.uri !== this.#activeFile) {
      this.#activeFile = place.uri;
      void this.#refreshList();
    }
    const { model, layer } = place.info;
    const followed = `${place.uri} ${model?.index} ${layer?.index}`;
    // After an edit the same place is told again: the reader may have gone to another layer meanwhile.
    const isOld = followed === this.#followed && !place.moved;
    this.#followed = followed;
    if (!model || place.putBy === this || isOld) return;
    if (!this.#followsFiles && this.#shown && this.#shown.uri !== place.uri) return;
    await this.show({ uri: place.uri, index: model.index, ...(layer ? { layer: layer.index } : {}) });
  }

  async #analysed(uri: string): Promise<void> {
    if (!this.#ready) return;
    if (uri === this.#activeFile) void this.#refreshList();
    if (uri === this.#shown?.uri) await this.#refreshModel();
  }

  /** Sends the models to choose from. The examples come later than the file's own when they are not known yet. */
  async #refreshList(): Promise<void> {
    const { server, examples } = this.#services;
    const file = this.#activeFile;
    try {
      const own = file === null ? [] : await listModels(server, file);
      const shipped = await examples.models();
      if (file !== this.#activeFile) return;
      this.#post({ type: 'models', file, models: [...own, ...shipped.filter(({ uri }) => uri !== file)] });
    } catch (error) {
      this.#fail('models', error);
    }
  }

  /** Sends the shown model as it is now. Of several at once only the last one is sent. */
  async #refreshModel(): Promise<void> {
    const refresh = ++this.#refreshes;
    const { server } = this.#services;
    try {
      const target = await this.#findShown();
      const answer = target && (await server.request('convlens/model', { uri: target.uri, index: target.index }));
      if (refresh !== this.#refreshes || !target || !answer) return;
      const { version, analysis, problems } = answer;
      this.#shown = { ...target, name: analysis.graph.name };
      this.#bases = weightBases(analysis.graph);
      this.#onShown(analysis.graph.name);
      const { uri, index } = target;
      const canRun = workspace.isTrusted;
      this.#post({ type: 'model', uri, index, version, analysis, problems, canRun, memoryBudget: memoryBudget() });
    } catch (error) {
      if (refresh === this.#refreshes) this.#fail('model', error);
    }
  }

  /** The shown model has kept its name but maybe not its place in the file. */
  async #findShown(): Promise<Shown | null> {
    const shown = this.#shown;
    if (!shown || shown.name === null) return shown;
    const models = await this.#services.server.request('convlens/models', { uri: shown.uri });
    if (models[shown.index]?.name === shown.name) return shown;
    const moved = models.find(({ name }) => name === shown.name);
    return moved ? { ...shown, index: moved.index } : shown;
  }

  async #read({ request, base, path }: Extract<FromPanel, { type: 'read' }>): Promise<void> {
    try {
      const bytes = await readBytes(weightFile(this.#bases, base, path), largestWeightsFile);
      // A copy of its own buffer: what the file system returned may be a view into a larger one.
      this.#post({ type: 'file', request, bytes: new Uint8Array(bytes).buffer });
    } catch (error) {
      this.#post({ type: 'file', request, bytes: null, error: messageOf(error) });
    }
  }

  #reveal({ uri, index, layer }: CommandArguments): void {
    if (layer !== undefined) this.#post({ type: 'reveal', uri, index, layer });
  }

  #fail(what: string, error: unknown): void {
    this.#services.server.log(`The panel's request “${what}” failed`, error);
    this.#post({ type: 'failed', message: messageOf(error) });
  }

  #post(message: ToPanel): void {
    void this.#webview.postMessage(message);
  }
}

/** The setting is in MiB. */
function memoryBudget(): number {
  return workspace.getConfiguration('convlens').get('memoryBudget', 2048) * 2 ** 20;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
