import { Failure } from '../assist/failure.ts';
import { reasonOf } from './files/reason.ts';
import { say } from './terminal.ts';

/**
 * What a command that cannot go on says, in one line, and its exit status, 2. Whatever is thrown ends here: a stack
 * tells the person at the terminal nothing.
 */
export function failed(error: unknown): number {
  if (error instanceof Failure) say(error.message);
  else say(`this is a mistake of ConvLens, please report it: ${reasonOf(error)}`);
  return 2;
}

/** Catches what no command can: errors of the streams that it prints to, and those that are thrown between its steps. */
export function spreadSafetyNet(): void {
  process.stdout.on('error', (error) => {
    // The reader has seen enough, as `head` has: that is no news for anyone.
    if (!('code' in error && error.code === 'EPIPE')) say(`standard output: ${reasonOf(error)}`);
    process.exit(2);
  });
  process.stderr.on('error', () => process.exit(2));
  process.on('uncaughtException', (error) => process.exit(failed(error)));
}
