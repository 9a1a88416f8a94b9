import { existsSync } from 'node:fs';
import path from 'node:path';

const markers = ['package.json', 'tsconfig.json', 'jsconfig.json', '.git'];

/** The nearest folder above with a package, a compiler's configuration or a repository in it; null without one. */
export function projectRoot(folder: string): string | null {
  return nearestAbove(folder, markers);
}

/** What links in a folder may lead to: its repository, else its project, else the folder itself. */
export function linkRoot(folder: string): string {
  return nearestAbove(folder, ['.git']) ?? projectRoot(folder) ?? folder;
}

function nearestAbove(folder: string, names: readonly string[]): string | null {
  if (names.some((name) => existsSync(path.join(folder, name)))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? null : nearestAbove(parent, names);
}
