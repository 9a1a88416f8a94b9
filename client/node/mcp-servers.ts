import { type Disposable, EventEmitter, type ExtensionContext, lm, McpStdioServerDefinition, workspace } from 'vscode';

/** Offers the tools to assistants that the editor starts a server for, one for each folder that lies on disk. */
export function registerMcpServers({ asAbsolutePath, extension }: ExtensionContext): Disposable[] {
  // Editors made of an older Visual Studio Code have no such thing.
  if (typeof lm?.registerMcpServerDefinitionProvider !== 'function') return [];
  const changed = new EventEmitter<void>();
  const server = asAbsolutePath('dist/server/worker.js');
  const version: string = extension.packageJSON.version;
  const provider = lm.registerMcpServerDefinitionProvider('convlens', {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => {
      const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
      return folders.map(({ uri, name }) => {
        const label = folders.length === 1 ? 'ConvLens' : `ConvLens (${name})`;
        const args = [server, 'mcp', '--root', uri.fsPath];
        return new McpStdioServerDefinition(label, process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, version);
      });
    },
  });
  return [changed, provider, workspace.onDidChangeWorkspaceFolders(() => changed.fire())];
}
