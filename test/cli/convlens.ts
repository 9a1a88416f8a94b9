import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { commandLine } from '../../scripts/bundles.mjs';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The sources as they are bundled: starting that takes a third of the time that the sources take, and the tests start it often. */
export const bundledCommand = (async (): Promise<string> => {
  const outfile = path.join(scratchFolder(), 'convlens.mjs');
  await build({
    ...commandLine,
    absWorkingDir: root,
    bundle: true,
    entryPoints: ['server/cli/main.ts'],
    outfile,
    logLevel: 'error',
  });
  return outfile;
})();

/** Runs the command line as a shell would. */
export async function convlens(
  args: readonly string[],
  options: { cwd?: string; stdin?: string | Uint8Array } = {},
): Promise<Outcome> {
  const file = await bundledCommand;
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [file, ...args], { cwd: options.cwd ?? root, env });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A command that fails at once does not read what it is given.
    child.stdin.on('error', () => {});
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(options.stdin ?? '');
  });
}

/** A folder that is gone after the test file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'convlens-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
