import { workspace } from 'vscode';
import type { ClientRequests } from '../../server/protocol.ts';

/** Dependencies and build output. */
export const excluded = '**/{node_modules,bower_components,.git,dist,build,out,coverage}/**';

/** Files of the workspace that match a glob; none where the file system cannot be searched. */
export async function listFiles({
  glob,
  limit,
}: ClientRequests['convlens/listFiles']['params']): Promise<ClientRequests['convlens/listFiles']['result']> {
  const found = await workspace.findFiles(glob, excluded, limit);
  return found.map((uri) => uri.toString());
}
