import { l10n, Uri } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { enabledCommands, type InitializationOptions } from '../../server/protocol.ts';
import { documentSelector } from './selector.ts';

/** What both hosts' language clients have in common. */
export function clientOptions(extensionUri: Uri): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    docs: Uri.joinPath(extensionUri, 'docs', 'rules').toString(),
    ...(l10n.bundle ? { l10n: l10n.bundle } : {}),
  };
  return {
    documentSelector,
    initializationOptions,
    // The links of a hover run these commands and no others.
    markdown: { isTrusted: { enabledCommands } },
  };
}

/** The name of the output channel; the prefix of the setting `convlens.trace.server`. */
export const clientId = 'convlens';
export const clientName = 'ConvLens';
