import { l10n, type Memento, window } from 'vscode';
import type { CommandArguments } from '../../server/protocol.ts';
import type { Server } from './server.ts';
import { noticeText } from './shown-text.ts';

const key = 'convlens.assumedCalls';

/** Calls that the user lets the server assume, by file, kept with the workspace. */
export class Assumptions {
  readonly #memento: Memento;
  readonly #server: Server;

  constructor(memento: Memento, server: Server) {
    this.#memento = memento;
    this.#server = server;
  }

  /** Tells a server that has just started what is assumed. */
  async send(): Promise<void> {
    await Promise.all(Object.entries(this.#calls()).map(([uri, call]) => this.#request(uri, call)));
  }

  /** The index of the first model that the call makes, null when it makes none. An empty call ends the assumption. */
  async set(uri: string, call: string): Promise<number | null> {
    const { [uri]: _, ...others } = this.#calls();
    await this.#memento.update(key, call === '' ? others : { ...others, [uri]: call });
    return this.#request(uri, call === '' ? null : call);
  }

  #request(uri: string, call: string | null): Promise<number | null> {
    return this.#server.request('convlens/assume', { uri, call });
  }

  #calls(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(key, {});
  }
}

/** Asks with which arguments a model's function is called, where the program does not say. */
export async function assumeCall(
  { server, assumptions }: { readonly server: Server; readonly assumptions: Assumptions },
  { uri, index }: CommandArguments,
): Promise<void> {
  const models = await server.request('convlens/models', { uri });
  const model = models[index];
  const value = model?.assumed ?? model?.call ?? '';
  const opening = value.indexOf('(');
  const call = await window.showInputBox({
    title: l10n.t('Assume a Call'),
    prompt: l10n.t('ConvLens reads the file as if this stood behind it: createModel(64, 10). Empty: as it is.'),
    value,
    ...(opening < 0 ? {} : { valueSelection: [opening + 1, value.length - 1] as [number, number] }),
  });
  if (call === undefined) return;
  const made = await assumptions.set(uri, call.trim());
  if (made === null && call.trim() !== '') {
    await window.showWarningMessage(noticeText(l10n.t('ConvLens: {0} makes no model in this file.', call.trim())));
  }
}
