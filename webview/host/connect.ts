import type { FromPanel, ToPanel } from '../protocol/messages.ts';
import { defaultSettings, type Settings } from '../state/state.ts';

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
      window.addEventListener('message', (event: MessageEvent<ToPanel>) => listener(event.data));
    },
    settings: () => ({ ...defaultSettings, ...(api.getState() as Partial<Settings> | undefined) }),
    keep: (settings) => api.setState(settings),
  };
}
