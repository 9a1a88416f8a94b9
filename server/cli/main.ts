#!/usr/bin/env node
/**
 * `convlens`: the analysis of the editor on the command line. A command is loaded when it is asked for, and the engines
 * when a model is run: telling the version takes no parser.
 */
import { Command, CommanderError } from 'commander';
import { visibleLines } from '../../core/text/visible.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { failed, spreadSafetyNet } from './safety-net.ts';

const { version } = packageJson;

/** In the order in which the help lists them. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check/command.ts')).checkCommand(version),
  summary: async () => (await import('./summary/command.ts')).summaryCommand(),
  run: async () => (await import('./run/command.ts')).runCommand(),
  explain: async () => (await import('./explain/command.ts')).explainCommand(),
  'what-if': async () => (await import('./what-if/command.ts')).whatIfCommand(),
  diff: async () => (await import('./diff/command.ts')).diffCommand(),
  mcp: async () => (await import('./mcp/command.ts')).mcpCommand(),
};

/** Those that the arguments name; all of them where they name none, unless that needs none. */
function wantedBy(args: readonly string[]): readonly (() => Promise<Command>)[] {
  if (args.length === 1 && ['--version', '-V'].includes(args[0] ?? '')) return [];
  const named = Object.keys(commands).filter((name) => args.includes(name));
  return Object.entries(commands).flatMap(([name, load]) => (named.length === 0 || named.includes(name) ? load : []));
}

async function run(args: readonly string[]): Promise<void> {
  const output = { writeErr: (text: string) => void process.stderr.write(visibleLines(text)) };
  const program = new Command('convlens')
    .description(
      'Reads convolutional networks in TypeScript, JavaScript and JSON: shapes, costs, mistakes, feature maps.',
    )
    .version(version)
    .addHelpText('after', '\nExit status: 0 all well, 1 findings, 2 the command could not run.')
    .showHelpAfterError('(--help tells what can be given)')
    .exitOverride()
    .configureOutput(output);
  for (const command of await Promise.all(wantedBy(args).map((load) => load()))) {
    program.addCommand(command.exitOverride().configureOutput(output));
  }
  await program.parseAsync([...args], { from: 'user' });
}

spreadSafetyNet();
run(process.argv.slice(2)).catch((error: unknown) => {
  // Commander has written its own message.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : failed(error);
});
