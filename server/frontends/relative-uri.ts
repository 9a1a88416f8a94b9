/** A path as a file writes it, from the folder of that file. */
export function relativeUri(path: string, from: string): string {
  return joinUri(folderOf(from), path);
}

export function folderOf(uri: string): string {
  const end = uri.lastIndexOf('/');
  return end > uri.indexOf('://') + 2 ? uri.slice(0, end) : uri;
}

export function joinUri(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
