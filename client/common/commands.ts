import { commands, type Disposable, env, l10n, type Uri, window } from 'vscode';
import { type CommandArguments, commands as linked } from '../../server/protocol.ts';
import { type Assumptions, assumeCall } from './assumptions.ts';
import type { Cursor } from './cursor.ts';
import { openExample } from './open-example.ts';
import type { Panels } from './panel/panels.ts';
import type { PrintedDocuments } from './printed-documents.ts';
import type { Server } from './server.ts';
import { noticeText } from './shown-text.ts';
import { targetOf } from './target.ts';

export interface CommandServices {
  readonly server: Server;
  readonly cursor: Cursor;
  readonly panels: Panels;
  readonly documents: PrintedDocuments;
  readonly assumptions: Assumptions;
  readonly extensionUri: Uri;
}

/** Registers every command of package.json. */
export function registerCommands(services: CommandServices): Disposable[] {
  const { server, panels } = services;
  const aboutModel = (id: string, action: (target: CommandArguments) => Promise<void>) =>
    register(server, id, (argument) => onTarget(services, argument, action));
  return [
    aboutModel(linked.preview, (target) => panels.preview(target)),
    aboutModel('convlens.previewBeside', (target) => panels.previewBeside(target)),
    aboutModel(linked.summary, (target) => show(services, 'summary', target)),
    aboutModel(linked.explain, (target) => show(services, 'explain', target)),
    aboutModel('convlens.showGraph', (target) => show(services, 'graph', target)),
    aboutModel(linked.copyMarkdown, (target) => copyMarkdown(server, target)),
    aboutModel(linked.assumeCall, (target) => assumeCall(services, target)),
    register(server, 'convlens.openExample', (name) => openExample(services.extensionUri, name)),
    register(server, 'convlens.restartServer', () => server.restart()),
  ];
}

/** A command that fails says so, once, with a way to the log. */
function register(server: Server, id: string, action: (argument: unknown) => Promise<void>): Disposable {
  return commands.registerCommand(id, async (argument: unknown) => {
    try {
      await action(argument);
    } catch (error) {
      server.log(id, error);
      const reason = error instanceof Error ? error.message : String(error);
      const choice = await window.showErrorMessage(noticeText(`ConvLens: ${reason}`), l10n.t('Show Log'));
      if (choice) server.showLog();
    }
  });
}

async function onTarget(
  { server, cursor }: CommandServices,
  argument: unknown,
  action: (target: CommandArguments) => Promise<void>,
): Promise<void> {
  const target = await targetOf(argument, cursor, server);
  if (target) await action(target);
  else await window.showInformationMessage(l10n.t('ConvLens finds no network in this file. Put the cursor in one.'));
}

async function show(
  { server, documents }: CommandServices,
  kind: 'summary' | 'explain' | 'graph',
  target: CommandArguments,
): Promise<void> {
  const models = await server.request('convlens/models', { uri: target.uri });
  await documents.show(kind, target, models[target.index]?.name ?? l10n.t('model'));
}

async function copyMarkdown(server: Server, target: CommandArguments): Promise<void> {
  const kind = target.layer === undefined ? 'summary' : 'layer';
  const text = await server.request('convlens/print', { ...target, kind });
  if (text === '') throw new Error(l10n.t('That layer is no longer there.'));
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(check) ${l10n.t('Copied as Markdown')}`, 2_000);
}
