import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { FileAnalysis } from '../analysis/file-analysis.ts';

export interface SuppliesContext {
  readonly connection: Connection;
  readonly canWatch: () => boolean;
  readonly seekCallers: () => void;
}

/**
 * Gets what analyses turn out to need, and not before: news of files from the first model on, or from the first file that
 * another one needs; callers for the first file that leaves to them what it is given.
 */
export function supplies({ connection, canWatch, seekCallers }: SuppliesContext): (analysis: FileAnalysis) => void {
  let isWatching = false;
  return ({ models, missing, wantsCallers }) => {
    if (!isWatching && (models.length > 0 || missing.length > 0) && canWatch()) {
      isWatching = true;
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watched }] });
    }
    if (wantsCallers) seekCallers();
  };
}

const watched = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,html,htm,json}';
