import { type Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from 'vscode';
import { folderNames } from './find-files.ts';
import type { Server } from './server.ts';

/** What package.json tells of the tools, as far as it is needed here. */
interface Manifest {
  readonly contributes?: {
    readonly languageModelTools?: readonly { readonly name: string; readonly displayName: string }[];
  };
}

/** Offers the tools of package.json to assistants; in editors that know of none there is nothing to offer. */
export function registerTools(server: Server, manifest: Manifest): Disposable[] {
  // Editors made of an older Visual Studio Code have no such thing.
  if (typeof lm?.registerTool !== 'function') return [];
  const tools = manifest.contributes?.languageModelTools ?? [];
  return tools.map(({ name, displayName }) =>
    lm.registerTool<object>(name, {
      prepareInvocation: () => ({ invocationMessage: `ConvLens: ${displayName}` }),
      invoke: async ({ input }) =>
        new LanguageModelToolResult([new LanguageModelTextPart(await ask(server, name, input))]),
    }),
  );
}

/** The answer as JSON, or in words why there is none: an assistant is to read them and ask again. */
async function ask(server: Server, name: string, input: object): Promise<string> {
  const answer = await server.request('convlens/tool', { name, input, folders: folderNames() });
  return 'failure' in answer ? `Error: ${answer.failure}` : JSON.stringify(answer.json);
}
