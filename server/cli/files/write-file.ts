import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../assist/failure.ts';
import { displayPath } from './paths.ts';
import { reasonOf } from './reason.ts';

/**
 * Writes a file as a whole or not at all: a disk that is full leaves what was there before. A link of that name is
 * replaced, not followed. True when there was something of that name.
 *
 * @throws Failure when it can't be written
 */
export function writeWhole(file: string, bytes: Uint8Array): boolean {
  const beside = path.join(path.dirname(file), `.convlens-${process.pid}.tmp`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const before = lstatSync(file, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new Error('it is a folder');
    writeFileSync(beside, bytes, { flag: 'wx', ...(before?.isFile() ? { mode: before.mode } : {}) });
    renameSync(beside, file);
    return before !== undefined;
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Failure(`${displayPath(path.resolve(file))}: ${reasonOf(error)}`);
  }
}
