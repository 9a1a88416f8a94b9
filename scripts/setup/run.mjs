import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout's root. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command to its end, showing what it prints; an exit code other than 0 is an error that names the command. */
export async function run(command, args, options = {}) {
  if (!(await tryRun(command, args, options))) throw new Error(`\`${command} ${args.join(' ')}\` did not succeed.`);
}

/**
 * Like `run`, for steps that the set-up can do without: says whether the command succeeded. `what` says for people what it
 * does: so many milliseconds without a word, and they are told that it still does. What is not `isShown` counts as silence.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { what?: string, patience?: number, isShown?: boolean }} options
 * @returns {Promise<boolean>}
 */
export async function tryRun(command, args, options = {}) {
  const { what = `${command} ${args[0] ?? ''}`, patience = 10_000, isShown = true, ...others } = options;
  const shell = process.platform === 'win32';
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', 'pipe', 'pipe'], shell, ...others });
  const started = Date.now();
  let heard = started;
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.on('data', (chunk) => {
      if (!isShown) return;
      heard = Date.now();
      to.write(chunk);
    });
  }
  const clock = setInterval(() => {
    if (Date.now() - heard < patience) return;
    heard = Date.now();
    console.log(`  … ${what}, ${Math.round((heard - started) / 1000)} s so far`);
  }, patience / 10);
  try {
    return await new Promise((resolve) => {
      child.on('error', ({ message }) => {
        console.error(message);
        resolve(false);
      });
      child.on('close', (status) => resolve(status === 0));
    });
  } finally {
    clearInterval(clock);
  }
}
