import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import type { AnalysedFile } from '../assist/analysed-file.ts';
import { Failure } from '../assist/failure.ts';
import { mayHoldModel } from '../assist/may-hold-model.ts';
import { Positions } from '../assist/positions.ts';
import type { OpenOptions, Project } from '../assist/project.ts';
import type { ClientRequests, WorkspaceFolderName } from '../protocol.ts';
import type { Documents } from './documents.ts';

export interface EditorProjectContext {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly folders: readonly WorkspaceFolderName[];
  readonly token: CancellationToken;
}

/** More files than these are not looked through for one answer. */
const mostFiles = 2_000;

/** The files of the workspace as the editor has them, what was typed and not saved included. */
export function editorProject(context: EditorProjectContext): Project {
  const { documents } = context;
  return {
    async open(path, options) {
      const { uris, isNamed } = await find(path, context);
      const [uri] = uris;
      if (!isNamed || uri === undefined) throw new Failure(`${path} is no file`);
      return analyse(uri, options, context);
    },
    async *openAll(paths, options) {
      const found = await Promise.all(paths.map((path) => find(path, context)));
      const named = new Set(found.flatMap(({ uris, isNamed }) => (isNamed ? uris : [])));
      for (const uri of [...new Set(found.flatMap(({ uris }) => uris))].sort()) {
        const text = await documents.read(uri);
        const isWanted = named.has(uri) || (text !== null && mayHoldModel({ uri, text }));
        if (isWanted) yield await analyse(uri, options, context);
        else documents.release(uri);
      }
    },
  };
}

type Found = NonNullable<ClientRequests['convlens/findFiles']['result']>;

/** @throws Failure when there is nothing of that name, or too much */
async function find(path: string, { connection }: EditorProjectContext): Promise<Found> {
  const params: ClientRequests['convlens/findFiles']['params'] = { path, limit: mostFiles + 1 };
  const found = await connection.sendRequest<ClientRequests['convlens/findFiles']['result']>(
    'convlens/findFiles',
    params,
  );
  if (found === null) throw new Failure(`${path}: there is no such file or folder in the workspace`);
  if (found.uris.length > mostFiles)
    throw new Failure(`${path} has more than ${mostFiles} files; name those that are meant`);
  return found;
}

async function analyse(uri: string, options: OpenOptions, context: EditorProjectContext): Promise<AnalysedFile> {
  const { documents, folders } = context;
  const rules = { ...documents.settings.rules, ...options.rules };
  const own = options.call || options.rules ? { rules, ...(options.call ? { call: options.call } : {}) } : null;
  const nameOf = (file: string): string => nameIn(folders, file);
  const analysis = await settled(uri, own, context);
  if (analysis === null) throw new Failure(`${nameOf(uri)} can't be read`);
  return { name: nameOf(uri), analysis, positions: new Positions((file) => documents.text(file), nameOf), rules };
}

/** The analysis of the text that the document has once nobody types. */
async function settled(
  uri: string,
  own: Parameters<Documents['complete']>[1],
  { documents, token }: EditorProjectContext,
): Promise<FileAnalysis | null> {
  for (;;) {
    if (token.isCancellationRequested) throw new Failure('it was cancelled');
    const analysis = await documents.complete(uri, own);
    if (analysis !== 'superseded') return analysis;
    await documents.nextChange(uri, token);
  }
}

/** A file's path in its folder, as people would write it. */
function nameIn(folders: readonly WorkspaceFolderName[], uri: string): string {
  const folder = folders.find((one) => uri.startsWith(`${one.uri}/`));
  return folder ? folder.prefix + decodeURIComponent(uri.slice(folder.uri.length + 1)) : uri;
}
