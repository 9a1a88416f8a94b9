import {
  commands,
  type Disposable,
  l10n,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  type WebviewView,
  window,
} from 'vscode';
import type { CommandArguments } from '../../../server/protocol.ts';
import type { PanelState } from '../../../webview/protocol/messages.ts';
import type { Cursor } from '../cursor.ts';
import type { Server } from '../server.ts';
import { titleText } from '../shown-text.ts';
import { Examples } from './examples.ts';
import { bundleFolder, panelPage } from './page.ts';
import { Panel, type PanelServices } from './panel.ts';

const viewId = 'convlens.panel';
const besideType = 'convlens.beside';

export interface PanelsServices {
  readonly server: Server;
  readonly cursor: Cursor;
  readonly extensionUri: Uri;
}

/**
 * The side bar's view and the panels beside editors. A hidden page is retained, so that moving it and looking away for a
 * moment cost nothing; it is told, and after a minute it ends the worker that holds a network's activations and weights.
 */
export class Panels implements Disposable {
  readonly #services: PanelServices;
  readonly #subscriptions: Disposable[];
  #isOffered = false;
  #view: { readonly view: WebviewView; readonly panel: Panel } | null = null;
  /** What the view has to show once the editor has made it. */
  #awaited: CommandArguments | null = null;

  constructor({ server, cursor, extensionUri }: PanelsServices) {
    const examples = new Examples(server, extensionUri);
    const openBeside = (target: CommandArguments) => void this.previewBeside(target);
    this.#services = { server, cursor, extensionUri, examples, openBeside };
    this.#subscriptions = [
      window.registerWebviewViewProvider(
        viewId,
        {
          resolveWebviewView: (view, { state }) => this.#resolveView(view, readState(state)),
        },
        { webviewOptions: { retainContextWhenHidden: true } },
      ),
      server.onAnalysed(({ models }) => {
        if (models > 0) void this.#offerView();
      }),
      window.registerWebviewPanelSerializer(besideType, {
        deserializeWebviewPanel: (panel, state) => this.#fillBeside(panel, readState(state), null),
      }),
    ];
  }

  /** Shows a model in the side bar. */
  async preview(target: CommandArguments): Promise<void> {
    await this.#offerView();
    if (this.#view) await this.#view.panel.show(target);
    else this.#awaited = target;
    await commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
  }

  /** Shows a model in a tab beside the editor. */
  async previewBeside(target: CommandArguments): Promise<void> {
    const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const panel = window.createWebviewPanel(besideType, l10n.t('Feature Maps'), where, {
      retainContextWhenHidden: true,
    });
    await this.#fillBeside(panel, undefined, target);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view?.panel.dispose();
  }

  /** Puts the view's icon into the activity bar, where it is once there is something to show. */
  async #offerView(): Promise<void> {
    if (this.#isOffered) return;
    this.#isOffered = true;
    await commands.executeCommand('setContext', 'convlens.hasModels', true);
  }

  async #resolveView(view: WebviewView, restored: PanelState | undefined): Promise<void> {
    const panel = new Panel(view.webview, this.#services, { restored, followsFiles: true });
    this.#view = { view, panel };
    view.onDidChangeVisibility(() => panel.setVisible(view.visible));
    view.onDidDispose(() => {
      panel.dispose();
      if (this.#view?.panel === panel) this.#view = null;
    });
    if (this.#awaited) await panel.show(this.#awaited);
    this.#awaited = null;
    await this.#load(view.webview);
  }

  async #fillBeside(tab: WebviewPanel, restored: PanelState | undefined, target: CommandArguments | null) {
    const panel = new Panel(tab.webview, this.#services, {
      restored,
      followsFiles: false,
      column: () => tab.viewColumn,
      onShown: (name) => {
        tab.title = titleText(name);
      },
    });
    tab.onDidChangeViewState(() => panel.setVisible(tab.visible));
    tab.onDidDispose(() => panel.dispose());
    tab.iconPath = Uri.joinPath(this.#services.extensionUri, 'client', 'media', 'convlens-tab.svg');
    if (target) await panel.show(target);
    await this.#load(tab.webview);
  }

  async #load(webview: Webview): Promise<void> {
    const { server, extensionUri } = this.#services;
    webview.options = { enableScripts: true, localResourceRoots: [bundleFolder(extensionUri)] };
    try {
      webview.html = await panelPage(webview, extensionUri);
    } catch (error) {
      server.log('The panel could not be loaded', error);
      const why = l10n.t('The panel could not be loaded: its files are missing. Installing ConvLens again mends that.');
      webview.html = `<p>${why}</p>`;
    }
  }
}

/** The page keeps more than this in its state; only what decides the model concerns the host. */
function readState(state: unknown): PanelState | undefined {
  if (typeof state !== 'object' || state === null || !('uri' in state) || !('model' in state)) return undefined;
  const { uri, model } = state;
  return { uri: typeof uri === 'string' ? uri : null, model: typeof model === 'string' ? model : null };
}
