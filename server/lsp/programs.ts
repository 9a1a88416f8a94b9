import type { Connection } from 'vscode-languageserver';
import type { ClientRequests } from '../protocol.ts';

/** Where the programs of a workspace are found and read. */
export interface Programs {
  /** URIs of at most `limit` programs, none of dependencies and of build output; null when this source can't reach all. */
  list(limit: number, isCancelled: () => boolean): Promise<readonly string[] | null>;
  /** The text of a program; null when it is not there, has more than `maxBytes` or is not for this source to read. */
  read(uri: string, maxBytes: number): Promise<string | null>;
}

/** The programs that a host reaches by itself, when it is told the URIs of the workspace's folders. */
export type OwnPrograms = (folders: () => Promise<readonly string[]>) => Programs;

/** Asks the client which folders are open now. */
export async function workspaceFolders(connection: Connection): Promise<readonly string[]> {
  return ((await connection.workspace.getWorkspaceFolders()) ?? []).map(({ uri }) => uri);
}

const glob = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,html,htm}';

/** The programs that a client lists and reads. One that is not ours cannot: its open documents are all that is known. */
export function clientPrograms(connection: Connection): Programs {
  return {
    async list(limit) {
      const params: ClientRequests['convlens/listFiles']['params'] = { glob, limit };
      try {
        return await connection.sendRequest<ClientRequests['convlens/listFiles']['result']>(
          'convlens/listFiles',
          params,
        );
      } catch {
        return [];
      }
    },
    async read(uri, maxBytes) {
      const params: ClientRequests['convlens/readFile']['params'] = { uri, maxBytes };
      const answer = await connection.sendRequest<ClientRequests['convlens/readFile']['result']>(
        'convlens/readFile',
        params,
      );
      return answer?.text ?? null;
    },
  };
}
