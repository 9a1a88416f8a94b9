import type { FromPanel, ToPanel } from '../protocol/messages.ts';
import { isToPanel } from '../protocol/to-panel.ts';
import type { Settings } from '../state/state.ts';
import { keptSettings } from './kept-settings.ts';

/** What VS Code gives a webview's page. */
interface VsCodeApi {
  postMessage(message: FromPanel, transfer?: readonly Transferable[]): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the panel sees it. */
export interface Host {
  post(message: FromPanel): void;
  onMessage(listener: (message: ToPanel) => void): void;
  /** Settings kept by the editor; unknown or missing fields take their defaults. */
  settings(): Settings;
  keep(settings: Settings): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToPanel(data)) listener(data);
        else console.warn('ConvLens: a message that is not for the panel was dropped', data);
      });
    },
    settings: () => keptSettings(api.getState()),
    keep: (settings) => api.setState(settings),
  };
}
