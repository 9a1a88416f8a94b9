import { Uri } from 'vscode';
import { readTextFile } from './read-file.ts';

/** Whether the package that a file belongs to says that it uses TensorFlow.js: the nearest `package.json` above it. */
export async function isNearTensorFlow(file: Uri): Promise<boolean> {
  let folder = Uri.joinPath(file, '..');
  for (let height = 0; height < highest; height++) {
    const found = await readTextFile(Uri.joinPath(folder, 'package.json').toString(), largestManifest);
    if (found) return found.text.includes('"@tensorflow/');
    const above = Uri.joinPath(folder, '..');
    if (above.path === folder.path) break;
    folder = above;
  }
  return false;
}

/** Folders above a file. */
const highest = 40;
const largestManifest = 2 ** 20;
