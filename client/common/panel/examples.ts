import { Uri } from 'vscode';
import type { ModelInfo } from '../../../server/protocol.ts';
import type { Server } from '../server.ts';
import { exampleFiles } from './example-files.ts';

export type ListedModel = ModelInfo & { readonly uri: string };

/** The models that come with the extension, so that there is always one to look at. */
export class Examples {
  readonly #server: Server;
  readonly #folder: Uri;
  #models: Promise<readonly ListedModel[]> | null = null;

  constructor(server: Server, extensionUri: Uri) {
    this.#server = server;
    this.#folder = Uri.joinPath(extensionUri, 'examples');
  }

  /** Asked of the server once: these files do not change while the extension runs. */
  models(): Promise<readonly ListedModel[]> {
    this.#models ??= this.#list().catch((error: unknown) => {
      this.#models = null;
      throw error;
    });
    return this.#models;
  }

  async #list(): Promise<readonly ListedModel[]> {
    const uris = exampleFiles.map((file) => Uri.joinPath(this.#folder, file).toString());
    const lists = await Promise.all(uris.map((uri) => listModels(this.#server, uri)));
    return lists.flat();
  }
}

/** The models of one file, each with the file's address. */
export async function listModels(server: Server, uri: string): Promise<readonly ListedModel[]> {
  const models = await server.request('convlens/models', { uri });
  return models.map((model) => ({ ...model, uri }));
}
