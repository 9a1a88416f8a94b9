import { type Disposable, l10n, StatusBarAlignment, type StatusBarItem, Uri, window } from 'vscode';
import type { Health } from '../../server/protocol.ts';
import type { Server } from './server.ts';

/** Says in the status bar when the server takes long for a file or has restarted after one; a healthy one says nothing. */
export class HealthBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #subscription: Disposable;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Server) {
    this.#item = window.createStatusBarItem('convlens.health', StatusBarAlignment.Right, 109);
    this.#item.name = l10n.t('ConvLens Server');
    this.#subscription = server.onHealth((health) => this.#show(health));
  }

  dispose(): void {
    clearTimeout(this.#hiding);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(health: Health): void {
    // That it has restarted stays to be read, though it is healthy again at once.
    if (health.state === 'healthy' && this.#hiding !== undefined) return;
    clearTimeout(this.#hiding);
    this.#hiding = undefined;
    if (health.state === 'healthy') {
      this.#item.hide();
      return;
    }
    this.#item.text = textOf(health);
    this.#item.show();
    if (health.state !== 'restarted') return;
    this.#hiding = setTimeout(() => {
      this.#hiding = undefined;
      this.#item.hide();
    }, shown);
  }
}

/** Milliseconds for which a restart can be read. */
const shown = 15_000;

function textOf(health: Exclude<Health, { state: 'healthy' }>): string {
  if (health.state === 'busy') return `$(loading~spin) ConvLens: ${nameOf(health.uri)}`;
  const text =
    health.uri === null ? l10n.t('ConvLens restarted') : l10n.t('ConvLens restarted after {0}', nameOf(health.uri));
  return `$(debug-restart) ${text}`;
}

function nameOf(uri: string): string {
  const { path } = Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}
