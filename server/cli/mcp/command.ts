import { Command } from 'commander';

export function mcpCommand(): Command {
  return new Command('mcp')
    .description('answers assistants over the Model Context Protocol, on standard input and output; edits nothing')
    .option('--root <folder>', 'the folder whose files may be read', '.')
    .action(async ({ root }: { root: string }) => {
      // No other command pays for loading the protocol.
      const { serve } = await import('./serve.ts');
      serve(root);
    });
}
