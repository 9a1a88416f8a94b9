/**
 * `convlens`: the analysis of the editor on the command line. Only `run/` knows an engine, and it is loaded when a model
 * is run.
 */
import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { checkCommand } from './check/command.ts';
import { explainCommand } from './explain.ts';
import { Failure } from './failure.ts';
import { runCommand } from './run/command.ts';
import { summaryCommand } from './summary/command.ts';

const program = new Command('convlens')
  .description(
    'Reads convolutional networks in TypeScript, JavaScript and JSON: shapes, costs, mistakes, feature maps.',
  )
  .version(packageJson.version)
  .addHelpText('after', '\nExit status: 0 all well, 1 findings, 2 the command could not run.')
  .showHelpAfterError('(--help tells what can be given)');

for (const command of [checkCommand(packageJson.version), summaryCommand(), runCommand(), explainCommand()]) {
  command.exitOverride();
  program.addCommand(command);
}
program.exitOverride();

program.parseAsync().catch((error: unknown) => {
  process.exitCode = statusOf(error);
});

/** Commander has written its own message; a failure of ours is one line; anything else is a mistake in this program. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Failure) process.stderr.write(`convlens: ${error.message}\n`);
  else process.stderr.write(`convlens: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}
