import { realpathSync } from 'node:fs';
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import packageJson from '../../../package.json' with { type: 'json' };
import { Failure } from '../../assist/failure.ts';
import { askTool, tools } from '../../assist/tools.ts';
import { reasonOf } from '../files/reason.ts';
import { say } from '../terminal.ts';
import { rootProject } from './root-project.ts';

/** Answers assistants over standard input and output until they hang up; only the files in the folder are read. */
export function serve(folder: string): void {
  const root = enter(folder);
  serveStdio(() => serverFor(root), { onerror: (error) => say(error.message) });
}

/** Paths in answers are relative to the folder, as if a person stood in it. */
function enter(folder: string): string {
  try {
    process.chdir(folder);
    return realpathSync(process.cwd());
  } catch (error) {
    throw new Failure(`${folder}: ${reasonOf(error)}`);
  }
}

function serverFor(root: string): McpServer {
  const server = new McpServer({ name: 'convlens', version: packageJson.version, title: 'ConvLens' }, { instructions });
  for (const [name, tool] of Object.entries(tools)) {
    const { title, description } = tool;
    // What is given is judged by the tool itself, in the same words wherever it is asked.
    const inputSchema = fromJsonSchema(tool.schema(), {
      getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
    });
    const annotations = {
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    };
    server.registerTool(name, { title, description, inputSchema, annotations }, async (input, context) => {
      const answer = await askTool(name, input, rootProject(root, context.mcpReq.signal));
      if ('failure' in answer) return { content: [{ type: 'text', text: answer.failure }], isError: true };
      return {
        content: [{ type: 'text', text: JSON.stringify(answer.json) }],
        structuredContent: { ...answer.json },
      };
    });
  }
  return server;
}

const instructions =
  'ConvLens reads convolutional networks in TypeScript, JavaScript and JSON without running them. Ask it for shapes, parameters, costs, receptive fields and mistakes instead of working them out, and check a network after every change. It never edits: apply the edits that it proposes yourself.';
