import { parentPort, workerData } from 'node:worker_threads';
import { serveThread } from '../lsp/node.ts';

/**
 * The server in Node, one bundle for both that it can be: a language server in a thread that the supervisor starts, and,
 * run as a program by an editor, a server of tools for assistants. That one alone loads their protocol.
 */
if (parentPort) serveThread(parentPort, workerData as SharedArrayBuffer);
else void serveAssistants(process.argv.slice(2));

async function serveAssistants([mode, option, folder]: readonly string[]): Promise<void> {
  if (mode !== 'mcp' || option !== '--root' || folder === undefined) {
    console.error('usage: node server/worker.js mcp --root FOLDER');
    process.exit(2);
  }
  const { serve } = await import('../cli/mcp/serve.ts');
  serve(folder);
}
