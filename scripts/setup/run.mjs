import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout's root. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command to its end, showing what it prints; an exit code other than 0 is an error that names the command. */
export function run(command, args, options = {}) {
  if (!tryRun(command, args, options)) throw new Error(`\`${command} ${args.join(' ')}\` did not succeed.`);
}

/** Like `run`, for steps that the set-up can do without: says whether the command succeeded. */
export function tryRun(command, args, options = {}) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options });
  if (error) console.error(error.message);
  return status === 0;
}
