import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/setup/run.mjs';

/** Runs a program to its end. One that can't be started fails the test. */
export function run(command: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  // What the test runner puts into the environment is not for those who install the package.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  if (result.error) throw result.error;
  return result;
}

/** A tool of this checkout. */
export function tool(name: string): string {
  return join(root, 'node_modules/.bin', name);
}

/** Writes the files of a project. */
export function project(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
