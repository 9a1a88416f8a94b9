import type { LanguageClientOptions } from 'vscode-languageclient';
import { enabledCommands } from '../../server/protocol.ts';
import { documentSelector } from './selector.ts';

/** What both hosts' language clients have in common. */
export const clientOptions: LanguageClientOptions = {
  documentSelector,
  // The links of a hover run these commands and no others.
  markdown: { isTrusted: { enabledCommands } },
  synchronize: { configurationSection: 'convlens' },
};

/** The name of the output channel; the prefix of the setting `convlens.trace.server`. */
export const clientId = 'convlens';
export const clientName = 'ConvLens';
