import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { formatBytes } from '../../../core/graph/print.ts';
import { Failure } from '../../assist/failure.ts';
import { displayPath } from './paths.ts';
import { reasonOf } from './reason.ts';
import { decodeText, type EncodedText } from './text-encoding.ts';

/** Texts that are larger than this were written by no one, and read by nothing. */
export const largestText = 128 * 2 ** 20;

/** A text by path. @throws Failure when it can't be read */
export function readText(file: string): EncodedText {
  return decodeText(readBytes(file, largestText));
}

/** The bytes of a file by path. @throws Failure when it can't be read, is no regular file or has more than `most` */
export function readBytes(file: string, most: number): Buffer {
  try {
    return withRegularFile(file, (handle, size) => {
      if (size > most) throw new Error(`it has ${formatBytes(size)}, and at most ${formatBytes(most)} are read`);
      return readRange(handle, 0, size);
    });
  } catch (error) {
    throw new Failure(`${displayPath(file)}: ${reasonOf(error)}`);
  }
}

/** Hands on an open file and its size. @throws Error when there is none, or what is there has no end: a device, a pipe */
export function withRegularFile<Result>(file: string, use: (handle: number, size: number) => Result): Result {
  // Otherwise the call itself would wait for a writer where the file is a pipe. Windows has neither.
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    if (stats.isDirectory()) throw new Error('it is a folder');
    if (!stats.isFile()) throw new Error('it is no regular file');
    return use(handle, stats.size);
  } finally {
    closeSync(handle);
  }
}

/** The bytes from `start` up to `end`, fewer where the file ends before. */
export function readRange(handle: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(handle, bytes, length, bytes.length - length, start + length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}
