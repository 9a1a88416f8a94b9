import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Relative to where the command runs, with slashes, when that is shorter. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  const shown = relative.startsWith('..') && relative.length > file.length ? file : relative || file;
  return shown.replaceAll(path.sep, '/');
}

export function uriOf(file: string): string {
  return pathToFileURL(path.resolve(file)).href;
}

export function displayUri(uri: string): string {
  return uri.startsWith('file:') ? displayPath(fileURLToPath(uri)) : uri;
}

export function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
