/**
 * `convlens`: the analysis of the editor on the command line. Only `run/` knows an engine, and it is loaded when a model
 * is run.
 */
import { Command, CommanderError } from 'commander';
import { visibleLines } from '../../core/text/visible.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { checkCommand } from './check/command.ts';
import { explainCommand } from './explain.ts';
import { runCommand } from './run/command.ts';
import { failed, spreadSafetyNet } from './safety-net.ts';
import { summaryCommand } from './summary/command.ts';

const program = new Command('convlens')
  .description(
    'Reads convolutional networks in TypeScript, JavaScript and JSON: shapes, costs, mistakes, feature maps.',
  )
  .version(packageJson.version)
  .addHelpText('after', '\nExit status: 0 all well, 1 findings, 2 the command could not run.')
  .showHelpAfterError('(--help tells what can be given)');

const output = { writeErr: (text: string) => void process.stderr.write(visibleLines(text)) };
program.exitOverride().configureOutput(output);
for (const command of [checkCommand(packageJson.version), summaryCommand(), runCommand(), explainCommand()]) {
  program.addCommand(command.exitOverride().configureOutput(output));
}

spreadSafetyNet();
program.parseAsync().catch((error: unknown) => {
  // Commander has written its own message.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : failed(error);
});
